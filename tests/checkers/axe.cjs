// Prints what axe-core finds on pages, in light and dark, wide and narrow, as JSON.
const { readFileSync } = require("node:fs");
const puppeteer = require("puppeteer-core");

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, ...addresses] = process.argv.slice(2);

(async () => {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
  const found = [];
  for (const address of addresses)
    for (const scheme of ["light", "dark"])
      for (const width of [390, 1280]) {
        const page = await browser.newPage();
        // axe is put into the page by hand, which its own policy would not let in.
        await page.setBypassCSP(true);
        await page.setViewport({ width, height: 900 });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(address);
        // A sentence and a word are marked: their colours count as well.
        await page.evaluate(() => document.querySelector(".s:not(.declared .s)")?.click());
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run());
        for (const { id, nodes } of violations)
          found.push({ address, scheme, width, id, html: nodes.map((node) => node.html.slice(0, 200)) });
        await page.close();
      }
  await browser.close();
  console.log(JSON.stringify(found));
})();
