// Two people and the chat in a browser.
//   node chat.mjs <url> <folder for screenshots> <browser>
// Writes "stop" and "start" when it wants the server to go away and to come back.
import assert from "node:assert/strict";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { load } from "./clients.mjs";

const [url, folder, executablePath] = process.argv.slice(2);
const { chromium } = load("playwright-core");
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const ATTACK = `<img src=x onerror="document.title='owned'"> & <b>bold</b>`;
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** A page whose every complaint fails the test: errors, refused scripts, missing files. */
async function open(name, { transport, room = "lobby", ...settings } = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, locale: "en-GB", ...settings });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  await page.goto(url + (transport ? `?transport=${transport}` : ""));
  await page.getByLabel("Nickname").fill(name);
  await page.getByLabel("Room", { exact: true }).fill(room);
  return page;
}

async function enter(name, settings) {
  const page = await open(name, settings);
  await page.getByRole("button", { name: "Enter" }).click();
  await sees(page, `# ${settings?.room ?? "lobby"}`, "#room");
  return page;
}

async function sees(page, text, selector = "body") {
  await page.locator(selector).filter({ hasText: text }).first().waitFor();
}

async function say(page, text) {
  await page.getByLabel("Message", { exact: true }).fill(text);
  await page.keyboard.press("Enter");
}

/** Types until another one is told: such a notice is volatile, and lost between two polls. */
async function type(page, text, other, notice) {
  const field = page.getByLabel("Message", { exact: true });
  const seen = sees(other, notice, "#typing").then(() => true);
  await field.pressSequentially(text);
  while (!(await Promise.race([seen, setTimeout(500, false)]))) {
    await field.pressSequentially(".");
  }
}

async function leave(...pages) {
  for (const page of pages) {
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}

async function told(word) {
  console.log(word);
  assert.equal((await answers.next()).value, word);
}

async function talk(transport, shown) {
  const ann = await enter("Ann", { transport });
  const ben = await enter("Ben", { transport });
  for (const page of [ann, ben]) {
    await sees(page, `Connected · ${shown}`, "#state");
    await sees(page, "Ann", "#people");
    await sees(page, "Ben", "#people");
  }
  await sees(ann, "Ben has come.", "#log");

  await type(ann, "Hi", ben, "Ann is typing…");
  await say(ann, "Hi 👋\u{1F468}\u{200D}\u{1F680} Ben");
  await sees(ann, "Hi 👋\u{1F468}\u{200D}\u{1F680} Ben", ".mine .text");
  await sees(ben, "Hi 👋\u{1F468}\u{200D}\u{1F680} Ben", ".said:not(.mine) .text");
  await ben.locator("#typing:empty").waitFor({ state: "attached" });

  await say(ben, ATTACK);
  for (const page of [ann, ben]) {
    await sees(page, ATTACK, ".text");
    assert.equal(await page.locator(".text *").count(), 0, "markup must stay text");
  }

  await ben.getByLabel("Another room").fill("!");
  await ben.keyboard.press("Enter");
  await sees(ben, "A room's name has 1 to 24 letters", "#room-error");
  await ben.getByLabel("Another room").fill("garden");
  await ben.keyboard.press("Enter");
  await sees(ben, "# garden", "#room");
  await sees(ann, "Ben has left.", "#log");
  await say(ben, `only for the garden, by ${shown}`);
  await sees(ben, "only for the garden", ".text");
  await say(ann, "still in the lobby");
  await sees(ann, "still in the lobby", ".text");
  assert.equal(await ben.getByText("still in the lobby").count(), 0);
  await ann.getByRole("button", { name: /garden/ }).click();
  await sees(ann, `only for the garden, by ${shown}`, ".text"); // from the room's history
  assert.equal(await ann.getByText("still in the lobby").count(), 0);
  await leave(ann, ben);
  console.log(`ok ${shown}`);
}

async function refuse() {
  const page = await open("...");
  await page.getByRole("button", { name: "Enter" }).click();
  await sees(page, "A nickname has 1 to 24 letters", "#enter-error");
  await page.getByLabel("Nickname").fill("Cleo");
  await page.getByRole("button", { name: "Enter" }).click();
  await sees(page, "# lobby", "#room");
  // A client that closes can have a poll under way that comes too late: 400 is what Node says, too.
  page.complaints = page.complaints.filter((text) => !text.includes("status of 400"));
  await leave(page);
  console.log("ok a refused nickname");
}

async function reconnect() {
  const page = await enter("Dora", { room: "shore" });
  await sees(page, "Connected · WebSocket", "#state");
  await told("stop");
  await sees(page, "Connection lost", "#state");
  assert.equal(await page.getByRole("button", { name: "Send" }).isDisabled(), true);
  await page.screenshot({ path: join(folder, "lost-desktop-light.png") });
  await told("start");
  await sees(page, "Connected", "#state");
  await say(page, "back again");
  await sees(page, "back again", ".mine .text");
  await page.context().close(); // it has complained about the lost connection
  console.log("ok a reconnect");
}

/** What somebody sees who looks at the chat for the first time. */
async function pictures() {
  const room = "harbour";
  const mira = await enter("Mira", { room });
  await say(mira, "Good morning! Has anybody tried the new build?");
  await say(mira, "It starts in under a second here.");
  const jonas = await enter("Jonas Berg", { room });
  await say(jonas, "Yes, since yesterday. Two namespaces over one connection: works like a charm.");
  await sees(mira, "works like a charm", ".text");
  const zoe = await enter("Zoë", { room });
  await say(zoe, "Nice.\nAnd the Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen breaks, too?");
  await sees(mira, "And the Donau", ".text");
  const wu = await enter("Dr. Wu", { room });
  await say(wu, "שלום לכולם");
  await sees(mira, "שלום", ".text");
  await say(mira, "It does. Let us meet in the garden later.");

  const ada = await open("Ada", { room, deviceScaleFactor: 2 });
  await photograph(ada, "welcome");
  await ada.getByRole("button", { name: "Enter" }).click();
  await sees(ada, "Let us meet", ".text");
  await say(ada, "I will be there.");
  await sees(ada, "I will be there.", ".mine .text");
  await sees(ada, "Connected · WebSocket", "#state");
  await type(jonas, "Me too", ada, "Jonas Berg is typing…");
  await photograph(ada, "chat");
  await ada.getByRole("button", { name: "Rooms and people" }).click();
  await ada.screenshot({ path: join(folder, "rooms-phone-dark.png") });
  await ada.keyboard.press("Escape");
  assert.equal(await ada.locator("#people").isVisible(), false);
  await leave(mira, jonas, zoe, wu, ada);
  console.log("ok pictures");
}

/** Takes the page as it is on a desk and on a phone, by day and by night. */
async function photograph(page, subject) {
  for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${subject}-${device}-${colorScheme}.png`) });
    }
  }
}

try {
  await pictures(); // first, while all rooms are new
  await talk("polling", "long-polling");
  await talk("websocket", "WebSocket");
  await talk(undefined, "WebSocket");
  await refuse();
  await reconnect();
} finally {
  await browser.close();
}
process.exit(0); // standard input stays open otherwise
