"use strict";
// The form's scripts stand in one element, in this order; each uses what those before it define. No library, no network.

const DATA = JSON.parse(document.getElementById("data").textContent);

/** The language of the form itself; what is written in it has languages of its own. */
const speech = { language: DATA.tongues[0] };

/** Keys that were asked for and have no words: none, or a test says which. */
const unsaid = new Set();

/** Say something in the form's language: by group and key, with what is filled in. */
function t(key, values = {}) {
  const [group, name] = key.split(".");
  const words = DATA.words[speech.language]?.[group]?.[name] ?? key;
  if (words === key) unsaid.add(key);
  return words.replace(/\{(\w+)\}/g, (whole, value) => (value in values ? values[value] : whole));
}

/** Tell whether there is a word for this. */
function said(key) {
  const [group, name] = key.split(".");
  return DATA.words[speech.language]?.[group]?.[name] !== undefined;
}

/** Of words per language, give those of the form's language, else the first that there are. */
function local(words, language = speech.language) {
  if (!words) return "";
  return words[language] ?? DATA.languages.map((each) => words[each]).find(Boolean) ?? Object.values(words)[0] ?? "";
}

/** Make an element; attributes that are functions listen, those that are null or false are left away. */
function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "text") element.textContent = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Count what readers count: characters, not the halves that some of them are stored in. */
function lengthOf(text) {
  return [...text].length;
}

/** Write a number as the form's language does. */
function figure(number) {
  return new Intl.NumberFormat(speech.language).format(number);
}

/** Name a language in the form's language. */
function languageName(language, capital = true) {
  let name = language;
  try {
    name = new Intl.DisplayNames([speech.language], { type: "language" }).of(language) ?? language;
  } catch {
    // A browser that knows no names shows the tag.
  }
  return capital ? name.charAt(0).toLocaleUpperCase(speech.language) + name.slice(1) : name;
}

/** Say something to those who hear the page; the same words twice are said twice. */
function announce(words) {
  const place = document.getElementById("said");
  place.textContent = "";
  setTimeout(() => (place.textContent = words), 50);
}
