// What happens when something is typed, pressed, dropped or opened.

let later = null;

/** Keep what was typed, at once; show what follows from it a moment later. */
function changed() {
  drafts.keep(page.draft);
  page.saved = null;
  clearTimeout(later);
  later = setTimeout(() => {
    showPreview();
    judge();
    showKept();
    if (!page.saved) document.getElementById("done")?.replaceChildren();
  }, 120);
}

main.addEventListener("input", (event) => take(event.target));
main.addEventListener("change", (event) => {
  if (event.target.type === "radio" || event.target.tagName === "SELECT") take(event.target);
});
main.addEventListener("focusout", (event) => {
  const field = event.target.closest?.("[data-field]");
  if (!field || !event.target.dataset.path) return;
  page.touched.add(field.dataset.field);
  fields.note(event.target);
  judge();
});
main.addEventListener("focusin", (event) => {
  const language = event.target.lang;
  if (language && event.target.dataset.path && language !== page.view) {
    page.view = language;
    showPreview();
  }
});

function take(input) {
  const { draft } = page;
  if (input.dataset.sender) draft.sender[input.dataset.sender] = input.value;
  else if (input.dataset.path) {
    const before = draft.fields.kind;
    fields.take(draft, input);
    fields.count(input);
    fields.note(input);
    if (draft.fields.kind !== before) {
      changed();
      render(input.id);
      return;
    }
  } else return;
  changed();
}

function remove(list, number) {
  page.draft.fields[list].splice(number, 1);
  changed();
  render(list === "links" ? "add-link" : "add-picture");
}

function removePicture(number) {
  pictures.drop(page.draft, page.draft.fields.images[number].file);
  remove("images", number);
}

async function addPictures(files) {
  const { draft } = page;
  const words = [];
  for (const file of files) {
    words.push(t("form.picture_reading", { file: file.name }));
    announce(words.at(-1));
    const images = draft.fields.images ?? [];
    const name = pictures.nameFor(file, images.map((image) => image.file));
    try {
      const { blob, width, height } = await pictures.redrawn(file);
      const isKept = await pictures.keep(draft, name, blob);
      drafts.set(draft, `images.${(draft.fields.images ?? []).length}`, { file: name });
      changed();
      if (page.draft === draft) render(fields.idOf(`images.${draft.fields.images.length - 1}.alt.${draft.original}`));
      sayOfPicture(t(isKept ? "form.picture_added" : "form.picture_not_kept", { file: file.name, width: figure(width), height: figure(height), size: figure(Math.ceil(blob.size / 1000)) }));
    } catch {
      sayOfPicture(t("form.picture_unreadable", { file: file.name }));
    }
  }
}

function sayOfPicture(words) {
  const place = document.getElementById("picture-said");
  if (place) place.textContent = words;
}

async function save() {
  page.tried = true;
  const wrong = judge(true);
  if (wrong.length) return;
  const contribution = drafts.contribution(page.draft, days.today());
  const file = await parcel.pack(page.draft, contribution);
  parcel.save(file);
  page.draft.saved_at = new Date().toISOString();
  drafts.keep(page.draft);
  clearTimeout(later);
  page.saved = file.name;
  showDone();
  showKept();
  document.getElementById("done-head").focus();
}

async function handOver() {
  const file = await parcel.pack(page.draft, drafts.contribution(page.draft, days.today()));
  try {
    await navigator.share({ files: [file], title: file.name, text: t("done.share_text", { file: file.name }) });
  } catch {
    // Whoever thought better of it shares nothing.
  }
}

async function openDraft(draft, focus = "new-draft") {
  page.draft = draft;
  page.choosing = !draft.fields.project;
  page.tried = false;
  page.touched.clear();
  page.unread.clear();
  page.saved = null;
  page.view = null;
  page.lost = draft.fields.images?.length ? await pictures.bringBack(draft) : [];
  render(focus);
}

function newDraft() {
  return openDraft(drafts.fresh());
}

async function forget(draft) {
  if (!confirm(t("drafts.sure", { title: titleOf(draft) }))) return;
  for (const image of draft.fields.images ?? []) await pictures.drop(draft, image.file);
  drafts.forget(draft.id);
  if (draft.id === page.draft.id) await newDraft();
  else render("new-draft");
}

async function openParcel(input) {
  const [file] = input.files;
  input.value = "";
  if (file) await openFile(file);
}

async function openFile(file) {
  const place = document.getElementById("open-said");
  place.textContent = "";
  try {
    const { draft, images } = await parcel.open(file);
    const known = drafts.all().find((each) => each.id === draft.id);
    if (known && !confirm(t("drafts.over", { title: titleOf(known) }))) return;
    for (const [name, blob] of images) await pictures.keep(draft, name, blob);
    drafts.keep(draft);
    await openDraft(draft, "open-parcel");
    announce(t("drafts.opened", { title: titleOf(draft) }));
  } catch {
    document.getElementById("open-said").textContent = t("drafts.not_opened", { file: file.name });
  }
}

function speak(language) {
  speech.language = language;
  if (page.draft.changed_at === null && DATA.languages.includes(language)) page.draft.original = language;
  try {
    localStorage.setItem("iki-news-form:speech", language);
  } catch {
    // Then it is asked of the browser again next time.
  }
  render(`speak-${language}`);
}

/** Begin in the language chosen last, else in the first of the browser's that the form knows. */
function firstLanguage() {
  let wished = [...(navigator.languages ?? [])];
  try {
    wished.unshift(localStorage.getItem("iki-news-form:speech") ?? "");
  } catch {
    // No memory, no wish.
  }
  return wished.map((each) => each.split("-")[0]).find((each) => DATA.tongues.includes(each)) ?? DATA.tongues[0];
}

for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault();
  document.body.classList.toggle("is-dropping", name === "dragover");
  if (name !== "drop") return;
  const given = [...event.dataTransfer.files];
  const zipped = given.find((file) => file.name.toLowerCase().endsWith(".zip"));
  if (zipped) openFile(zipped);
  else if (page.draft.fields.kind) addPictures(given.filter((file) => file.type.startsWith("image/")));
});
document.addEventListener("dragleave", () => document.body.classList.remove("is-dropping"));
addEventListener("storage", () => {
  const other = drafts.all().find((each) => each.id === page.draft.id);
  if (other && !document.hasFocus() && other.changed_at > (page.draft.changed_at ?? "")) openDraft(other, null); // written in another window
});
matchMedia("(min-width: 700px)").addEventListener("change", paintTongues);
addEventListener("beforeprint", () => {
  for (const area of document.querySelectorAll("textarea")) area.style.height = `${area.scrollHeight + 2}px`;
});
addEventListener("afterprint", () => {
  for (const area of document.querySelectorAll("textarea")) area.style.height = "";
});

speech.language = firstLanguage();
page.ready = openDraft(drafts.all()[0] ?? drafts.fresh(), null);
