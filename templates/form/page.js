// What the page is busy with: the draft in hand, and what has happened to it since it was opened.

const KINDS = Object.keys(DATA.schema.discriminator.mapping);
const KIND_ORDER = ["news", "event", "call", "publication", "interview", "video", "profile"];
const ADDRESS = /^[^\s@<>",;]+@[^\s@<>",;]+$/;

const page = {
  draft: null,
  choosing: false, // whether the list of projects is open although one is chosen
  tried: false, // whether somebody has tried to save: from then on everything that is missing is told
  touched: new Set(),
  unread: new Set(), // paths of dates and times that the browser could not read
  saved: null, // the file's name, once it is saved
  lost: [], // pictures that a draft had and the browser has not
  moreIsOpen: false, // whether the part that is rarely needed is unfolded
  view: null, // the language that the preview shows
};

const main = document.getElementById("form");
