// A page in Chromium: what axe-core finds, and what a site's editor is given when the button is pressed.
// node page_judge.cjs MODULES CHROMIUM PAGE -> JSON {violations, pasted, state}
const path = require("path");
const [modules, chromium, page_path] = process.argv.slice(2);
const puppeteer = require(path.join(modules, "puppeteer-core"));
const axe = require(path.join(modules, "axe-core"));
const http = require("http");
const fs = require("fs");

(async () => {
  const server = http.createServer((request, answer) => {
    answer.setHeader("Content-Type", "text/html; charset=utf-8");
    answer.end(request.url === "/editor" ? '<title>e</title><div id="e" contenteditable style="height:50px">x</div>' : fs.readFileSync(page_path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}`;
  const browser = await puppeteer.launch({ executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("favicon")) errors.push(message.text()); });
    await page.goto(address + "/page");
    const pasted = {};
    let state = "";
    for (const kind of ["table", "all"]) {
      await page.bringToFront();
      await page.click(`[data-copy=${kind}]`);
      state = await page.$eval("#copied", (element) => element.textContent);
      const editor = await browser.newPage();
      await editor.goto(address + "/editor");
      await editor.bringToFront();
      await editor.click("#e");
      await editor.keyboard.down("Control"); await editor.keyboard.press("a"); await editor.keyboard.press("v"); await editor.keyboard.up("Control");
      pasted[kind] = await editor.$eval("#e", (element) => element.innerHTML);
      await editor.close();
    }
    await page.setBypassCSP(true);
    await page.reload();
    await page.evaluate(axe.source);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    const violations = found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
    process.stdout.write(JSON.stringify({ violations, passes: found.passes.length, pasted, state, errors }));
  } finally {
    await browser.close();
    server.close();
  }
})().catch((error) => { process.stderr.write(String(error.stack)); process.exit(1); });
