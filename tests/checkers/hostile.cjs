// Opens pages that hostile texts went into, in a real browser; prints what came of it, as JSON.
const puppeteer = require("puppeteer-core");

const [executablePath, ...addresses] = process.argv.slice(2);

(async () => {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
  const found = [];
  for (const address of addresses) {
    const page = await browser.newPage();
    const seen = { dialogs: [], faults: [], asked: [] };
    page.on("dialog", (dialog) => { seen.dialogs.push(dialog.message()); dialog.dismiss(); });
    page.on("pageerror", (error) => seen.faults.push(error.message));
    page.on("console", (message) => seen.faults.push(message.text()));
    page.on("request", (request) => seen.asked.push(request.url()));
    await page.goto(address);
    // Every sentence is chosen, so that its words are marked as well.
    await page.evaluate(() => document.querySelectorAll(".s").forEach((it) => it.click()));
    await new Promise((resolve) => setTimeout(resolve, 300));
    seen.tags = await page.evaluate(() => [...document.querySelectorAll("*")].map((it) => it.localName));
    seen.handlers = await page.evaluate(() =>
      [...document.querySelectorAll("*")].flatMap((it) => it.getAttributeNames().filter((name) => name.startsWith("on"))));
    seen.links = await page.evaluate(() => [...document.querySelectorAll("[href],[src]")].map((it) => it.getAttribute("href") ?? it.getAttribute("src")));
    // Not innerText: it leaves out what a long page does not lay out yet.
    seen.text = await page.evaluate(() => {
      const body = document.body.cloneNode(true);
      body.querySelectorAll("script, style").forEach((it) => it.remove());
      return body.textContent;
    });
    found.push(seen);
    await page.close();
  }
  await browser.close();
  console.log(JSON.stringify(found));
})();
