"use strict";
// The chat's page. What people write only ever becomes text nodes, never markup.

const $ = (id) => document.getElementById(id);
const ROOMS = ["lobby", "random"]; // offered even when nobody is there
const CLOSE = 5 * 60_000; // messages of one person within this time stand together
const TYPING_EVERY = 2_000;
const TYPING_FADES = 4_000;

let socket; // made when somebody enters
let room = ""; // the room we are in, or want back into
let last = null; // the last message shown
let unread = 0;
const people = new Map(); // id -> person
const typists = new Map(); // id -> {name, timer}

function make(tag, className, ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

/** A name in a direction of its own, so that it cannot turn its surroundings around. */
function bdi(name) {
  return make("bdi", "", name);
}

function tint(element, name) {
  let hash = 0;
  for (const letter of name) {
    hash = (hash * 61 + letter.codePointAt(0) * 137) % 360; // 137: neighbours end up far apart
  }
  element.style.setProperty("--hue", hash);
  return element;
}

function face(name) {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0].toUpperCase());
  const circle = make("span", "face", initials.join(""));
  circle.setAttribute("aria-hidden", "true");
  return circle;
}

/* Messages */

let atEnd = true; // as long as nobody scrolls back, the newest message stays in sight

function toEnd() {
  atEnd = true;
  $("newer").hidden = true;
  $("scroller").scrollTop = $("scroller").scrollHeight;
}

$("scroller").onscroll = () => {
  const { scrollHeight, scrollTop, clientHeight } = $("scroller");
  atEnd = scrollHeight - scrollTop - clientHeight < 60;
  $("newer").hidden ||= atEnd;
};

$("newer").onclick = toEnd;
new ResizeObserver(() => atEnd && toEnd()).observe($("scroller")); // a keyboard comes up, say

function show(entry) {
  $("log").append(entry);
  if (atEnd) {
    toEnd();
  } else {
    $("newer").hidden = false;
  }
}

function notice(...words) {
  last = null;
  show(make("p", "notice", ...words));
}

function said(message) {
  const mine = message.id === socket.id;
  const more = last !== null && last.id === message.id && message.at - last.at < CLOSE;
  const at = new Date(message.at);
  const time = make("time", "", at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }));
  time.dateTime = at.toISOString();
  const entry = make(
    "div",
    `said${mine ? " mine" : ""}${more ? " more" : ""}`,
    face(message.name),
    make("div", "who", bdi(message.name), time),
    make("div", "text", message.text),
  );
  entry.title = at.toLocaleString();
  last = message;
  show(tint(entry, message.name));
}

/* Who is here, and where */

function drawPeople() {
  const entries = [...people.values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((person) => {
      const entry = make("li", "", face(person.name), bdi(person.name));
      if (person.id === socket.id) {
        entry.append(make("small", "", "you"));
      }
      return tint(entry, person.name);
    });
  $("people").replaceChildren(...entries);
}

function drawRooms(sizes) {
  const names = [...new Set([...ROOMS, ...Object.keys(sizes)])].sort((a, b) => a.localeCompare(b));
  const entries = names.map((name) => {
    const size = sizes[name] ?? 0;
    const count = make("small", "", size === 0 ? "" : String(size));
    count.setAttribute("aria-label", size === 1 ? "1 person" : `${size} people`);
    const button = make("button", "", bdi(name), count);
    if (name === room) {
      button.setAttribute("aria-current", "true");
    }
    button.dataset.room = name;
    button.onclick = () => join(name);
    return make("li", "", button);
  });
  const focused = document.activeElement?.dataset.room;
  $("rooms").replaceChildren(...entries);
  if (focused !== undefined) {
    entries.find((entry) => entry.firstChild.dataset.room === focused)?.firstChild.focus();
  }
}

function drawTypists() {
  const names = [...typists.values()].map((typist) => typist.name);
  const words = [" is typing…", " are typing…", " and others are typing…"];
  $("typing").replaceChildren();
  if (names.length > 0) {
    const shown = names.slice(0, 2).flatMap((name, i) => (i === 0 ? [bdi(name)] : [" and ", bdi(name)]));
    $("typing").append(...shown, words[Math.min(names.length, 3) - 1]);
  }
}

function stopsTyping(id) {
  clearTimeout(typists.get(id)?.timer);
  typists.delete(id);
  drawTypists();
}

function types(person) {
  clearTimeout(typists.get(person.id)?.timer);
  const timer = setTimeout(() => stopsTyping(person.id), TYPING_FADES);
  typists.set(person.id, { name: person.name, timer });
  drawTypists();
}

/* Rooms */

function join(name) {
  socket.timeout(10_000).emit("join", name, (failure, answer) => {
    const error = failure ? "No answer, try again." : (answer.error ?? "");
    $("room-error").textContent = error;
    if (error === "") {
      entered(answer);
    } else if ($("chat").hidden) {
      refused(error);
    }
  });
}

function entered({ room: name, people: present, history }) {
  const log = $("log");
  room = name;
  last = null;
  location.replace(`#${encodeURIComponent(name)}`);
  $("room").replaceChildren("# ", bdi(name));
  $("text").placeholder = `Message to ${name}`;
  people.clear();
  present.forEach((person) => people.set(person.id, person));
  typists.clear();
  drawPeople();
  drawTypists();
  // What was said before we came is no news: a screen reader need not read it all out.
  log.setAttribute("aria-live", "off");
  log.replaceChildren();
  history.forEach(said);
  notice(present.length > 1 ? `You are in ${name}.` : `You are in ${name}, with nobody else so far.`);
  setTimeout(() => log.setAttribute("aria-live", "polite"));
  $("welcome").hidden = true;
  $("chat").hidden = false;
  toEnd();
  openSide(false);
  state();
  $("text").focus();
}

function showTitle() {
  document.title = `${unread > 0 ? `(${unread}) ` : ""}${room || "chat"} · Ringcast`;
}

/* The connection */

function state() {
  const box = $("state");
  const up = socket.connected;
  const names = { polling: "long-polling", websocket: "WebSocket" };
  const transport = socket.io.engine?.transport?.name;
  box.className = `state ${up ? "up" : "down"}`;
  box.textContent = up ? `Connected · ${names[transport] ?? transport}` : "Connection lost, trying again…";
  $("send").disabled = !up;
  showTitle();
}

function connect(name) {
  const wanted = new URLSearchParams(location.search).get("transport"); // ?transport=polling
  const options = { auth: { name }, path: `${location.pathname}socket.io` };
  socket = io(wanted === null ? options : { ...options, transports: [wanted] });
  socket.io.on("open", () => socket.io.engine.on("upgrade", state));

  socket.on("connect", () => {
    state();
    join(room);
  });
  socket.on("connect_error", (failure) => {
    if (!socket.active) {
      refused(failure.message); // by the chat itself
    } else if ($("chat").hidden) {
      $("enter-error").textContent = "The server does not answer, trying again…";
    }
  });
  socket.on("disconnect", (reason) => {
    state();
    notice("Connection lost.");
    if (reason === "io server disconnect") {
      setTimeout(() => socket.connect(), 2_000); // the only case that does not heal by itself
    }
  });

  socket.on("rooms", drawRooms);
  socket.on("said", (message) => {
    stopsTyping(message.id);
    said(message);
    unread += document.hidden ? 1 : 0;
    showTitle();
  });
  socket.on("typing", types);
  socket.on("joined", (person) => {
    people.set(person.id, person);
    drawPeople();
    notice(bdi(person.name), " has come.");
  });
  socket.on("left", (person) => {
    people.delete(person.id);
    stopsTyping(person.id);
    drawPeople();
    notice(bdi(person.name), " has left.");
  });
}

function refused(message) {
  socket.close();
  $("chat").hidden = true;
  $("welcome").hidden = false;
  $("enter-error").textContent = message;
  $("name").focus();
}

/** The room in the page's address, which can be sent to others. */
function wantedRoom() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

window.onhashchange = () => {
  if (socket?.connected && wantedRoom() !== room) {
    join(wantedRoom());
  }
};

/* Forms and keys */

function remembered(name, value) {
  try {
    if (value !== undefined) {
      localStorage.setItem(name, value);
    }
    return localStorage.getItem(name) ?? "";
  } catch {
    return value ?? ""; // a browser may forbid it
  }
}

$("enter").onsubmit = (event) => {
  event.preventDefault();
  socket?.close();
  $("enter-error").textContent = "";
  room = $("first-room").value;
  connect(remembered("name", $("name").value));
};

$("other").onsubmit = (event) => {
  event.preventDefault();
  join($("other-room").value);
  $("other-room").value = "";
};

let typedAt = 0;

$("text").oninput = () => {
  $("say-error").textContent = "";
  if (socket.connected && Date.now() - typedAt > TYPING_EVERY && $("text").value.trim() !== "") {
    typedAt = Date.now();
    socket.volatile.emit("typing");
  }
};

$("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("compose").requestSubmit();
  }
};

$("compose").onsubmit = (event) => {
  event.preventDefault();
  const text = $("text").value;
  if (text.trim() === "" || !socket.connected) {
    return;
  }
  $("text").value = "";
  typedAt = 0;
  socket.timeout(10_000).emit("say", text, (failure, answer) => {
    if (failure || answer.error) {
      $("say-error").textContent = failure ? "Not sent: no answer." : answer.error;
      $("text").value ||= text;
    }
  });
  $("text").focus();
};

function openSide(open) {
  $("side").classList.toggle("open", open);
  $("menu").setAttribute("aria-expanded", String(open));
}

$("menu").onclick = () => openSide(!$("side").classList.contains("open"));

document.addEventListener("click", (event) => {
  if (!$("side").contains(event.target) && !$("menu").contains(event.target)) {
    openSide(false);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && $("side").classList.contains("open")) {
    openSide(false);
    $("menu").focus();
  }
});

document.addEventListener("visibilitychange", () => {
  unread = document.hidden ? unread : 0;
  showTitle();
});

$("name").value = remembered("name");
$("first-room").value = wantedRoom() || "lobby";
$("welcome").hidden = false;
$($("name").value === "" ? "name" : "first-room").focus();
if (typeof io === "undefined") {
  $("enter-error").textContent =
    "This server was built without the browser client (-Dclient.bundle=skip), which the page needs.";
}
