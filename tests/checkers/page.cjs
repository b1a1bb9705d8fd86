// Uses an episode's page as a listener would, in a real browser; prints what happened, as JSON.
const puppeteer = require("puppeteer-core");

const [executablePath, address] = process.argv.slice(2);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

(async () => {
  const browser = await puppeteer.launch({
    executablePath,
    args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
  });
  const page = await browser.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  const asked = [];
  page.on("request", (request) => asked.push(request.url().split(":")[0]));
  const time = () => page.$eval("#audio", (audio) => audio.currentTime * 1000);
  const seen = {};

  await page.goto(address);
  await page.waitForFunction(() => document.querySelector("#audio").readyState > 0);
  seen.duration = await page.$eval("#audio", (audio) => audio.duration * 1000);

  // It plays, and does so without being asked by the page.
  seen.autoplay = await page.$eval("#audio", (audio) => !audio.paused);
  await page.click("#play");
  await wait(800);
  seen.played = await time();

  // Chapters.
  await page.click("#play");
  const chapters = await page.$$(".chapters a");
  seen.chapters = [];
  for (const link of chapters) {
    await link.evaluate((element) => element.click());
    await wait(150);
    seen.chapters.push([
      await time(),
      await link.evaluate((element) => Number(element.dataset.start)),
      await page.$eval(".chapters [aria-current] .title", (element) => element.textContent),
    ]);
  }
  await page.click("#previous");
  await wait(150);
  seen.previous = await time();

  // Sentences, and the word that sounds in the middle of each one's words.
  await page.click(".options summary");
  seen.words = [];
  const times = await page.$eval("#times", (element) => JSON.parse(element.textContent));
  for (let number = 0; number < times.length; number += 1) {
    const [start, , first, last, opens, closes] = times[number];
    await page.$eval(`#s${number}`, (element) => element.click());
    await page.$eval("#audio", (audio) => audio.pause());
    await page.$eval("#audio", (audio, at) => { audio.currentTime = at; }, (opens + closes) / 2000);
    await wait(120);
    seen.words.push({
      sentence: await page.$$eval(".now", (found) => found.map((element) => element.id)),
      word: await page.$$eval(".w", (found) => found.map((element) => element.textContent)),
      expected: await page.$eval(`#s${number}`, (element, a, b) => element.textContent.slice(a, b), first, last),
      start,
    });
  }
  await page.$eval("#s1", (element) => element.click());
  await wait(200);
  seen.clicked = [await time(), times[1][0], times[1][1]];
  await page.$eval("#audio", (audio) => audio.pause());

  // Highlights can be switched off. Not with the mouse: the page may still be scrolling.
  const toggle = (name) => page.$eval(name, (element) => element.click());
  await toggle("#words");
  await toggle("#sentences");
  await wait(100);
  seen.off = await page.$$eval(".now, .w", (found) => found.length);
  await toggle("#words");
  await toggle("#sentences");

  // Keyboard only: to a sentence, on to the next, and it sounds.
  await page.focus("#s0");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  seen.focused = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("Enter");
  await wait(200);
  seen.entered = [await time(), times[2][0], times[2][1]];
  await page.$eval("#audio", (audio) => audio.pause());
  seen.stops = await page.$$eval(".s", (found) => found.filter((element) => element.tabIndex === 0).length);

  // Tab alone reaches everything that can be used.
  await page.evaluate(() => document.activeElement.blur());
  seen.tabs = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    seen.tabs.push(await page.evaluate(() => document.activeElement.id || document.activeElement.className));
  }

  // Speed, with the pitch kept; it is remembered, and so is the place.
  await page.focus("#speed");
  for (let step = 0; step < 30; step += 1) await page.keyboard.press("ArrowRight");
  seen.fastest = await page.$eval("#audio", (audio) => [audio.playbackRate, audio.preservesPitch]);
  await page.$eval("#audio", (audio) => { audio.currentTime = 12; });
  await page.click("#play");
  await wait(200);
  await page.click("#play");
  await wait(100);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#audio").readyState > 0);
  await wait(300);
  seen.remembered = [await time(), await page.$eval("#audio", (audio) => audio.playbackRate)];

  // Without JavaScript it is a player and a transcript.
  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(address);
  seen.plain = await plain.content();
  await browser.close();
  console.log(JSON.stringify({ ...seen, faults, asked: [...new Set(asked)] }));
})();
