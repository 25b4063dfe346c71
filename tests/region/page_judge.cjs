// The overview page in Chromium, opened from disk as people do: what it asks for, what axe-core finds, and the way to a unit's cell by keyboard.
// node page_judge.cjs MODULES CHROMIUM PAGE FOLDER -> JSON; leaves screen.png, opened.png and paper.pdf in FOLDER
const path = require("path");
const { pathToFileURL } = require("url");
const [modules, chromium, file, folder] = process.argv.slice(2);
const puppeteer = require(path.join(modules, "puppeteer-core"));
const axe = require(path.join(modules, "axe-core"));

const focused = () => ({ tag: document.activeElement.tagName, text: document.activeElement.textContent.slice(0, 80) });
const judged = async (page) => {
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
};

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    const address = pathToFileURL(file).href;
    const errors = [], requests = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => errors.push(message.text()));
    page.on("dialog", (dialog) => { errors.push(dialog.message()); dialog.dismiss(); });
    page.on("request", (request) => { if (request.url().split("#")[0] !== address) requests.push(request.url()); });
    await page.setViewport({ width: 1366, height: 768 });
    await page.goto(address);
    const seconds = await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd / 1000);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.screenshot({ path: path.join(folder, "screen.png") });

    const links = await page.$$eval("nav a", (all) => all.length);
    for (let step = 0; step < links; step++) await page.keyboard.press("Tab");
    const way = [await page.evaluate(focused)];
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    way.push(await page.evaluate(focused));
    await page.keyboard.press("Enter");
    await new Promise((ready) => setTimeout(ready, 200));
    const parts = await page.evaluate(() => document.activeElement.parentElement.open && document.activeElement.parentElement.innerText);
    await page.screenshot({ path: path.join(folder, "opened.png") });
    await page.keyboard.press("Tab");
    way.push(await page.evaluate(focused));
    await page.keyboard.press("Enter");
    await new Promise((ready) => setTimeout(ready, 500));
    const target = await page.evaluate(() => {
      const row = document.querySelector(":target"), box = row.getBoundingClientRect();
      return { text: row.cells[0].textContent, seen: box.height > 0 && box.top > -1 && box.bottom <= innerHeight };
    });

    const text = await page.evaluate(() => document.body.textContent);
    await page.pdf({ path: path.join(folder, "paper.pdf"), preferCSSPageSize: true, printBackground: true });
    await page.setBypassCSP(true);
    await page.reload();
    await page.evaluate(axe.source);
    const violations = await judged(page);
    await page.evaluate(() => document.querySelectorAll("details").forEach((one, place) => { one.open = place % 7 === 0; }));
    violations.push(...await judged(page));
    process.stdout.write(JSON.stringify({ errors, requests, seconds, width, way, parts, target, violations, images: await page.$$eval("img", (all) => all.length), text }));
  } finally {
    await browser.close();
  }
})().catch((error) => { process.stderr.write(String(error.stack)); process.exit(1); });
