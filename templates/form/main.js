// The page: its parts, what happens when something is typed or pressed, and what is still missing.

const SECTIONS = ["project", "kind", "texts", "details", "links", "images", "more", "send"];
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
  view: null, // the language that the preview shows
};

const main = document.getElementById("form");

// ---- what is shown ---------------------------------------------------------------------------------------------

function section(name, ...inside) {
  return h("section", { class: "part", id: `part-${name}`, "aria-labelledby": `head-${name}` },
    h("h2", { id: `head-${name}` }, t(`parts.${name}`)), inside);
}

function lead(name) {
  return said(`leads.${name}`) ? h("p", { class: "lead" }, t(`leads.${name}`)) : null;
}

function projectPart() {
  const { draft } = page;
  const isChosen = projects.find(draft.fields.project) && !page.choosing;
  const choose = (id) => {
    drafts.set(draft, "project", id);
    page.choosing = true;
    changed();
    document.querySelector(".chosen").replaceChildren(chosen() ?? "");
  };
  const chosen = () => (draft.fields.project ? h("button", { type: "button", class: "button", id: "take-project", click: () => shut() }, t("project.take", { name: local(projects.find(draft.fields.project)?.short) })) : null);
  const shut = () => {
    page.choosing = false;
    render("f-project");
  };
  if (isChosen) return section("project", projects.card(draft, () => {
    page.choosing = true;
    render("f-project");
  }));
  return section("project", lead("project"), projects.chooser(draft, choose), h("div", { class: "chosen" }, chosen()));
}

function kindPart() {
  const options = KIND_ORDER.filter((kind) => KINDS.includes(kind)).concat(KINDS.filter((kind) => !KIND_ORDER.includes(kind)));
  return section("kind", fields.choice(page.draft, "kind", options.map((kind) => [kind, t(`kinds.${kind}`), t(`kinds.${kind}_about`)]), { look: "cards" }));
}

function textsPart() {
  const { draft } = page;
  return section("texts", lead("texts"), fields.main(draft), check.schemaOf(draft.fields.kind).properties.body ? help() : null);
}

/** Which language is the original, and which one stands beside it. */
function tongues() {
  const { draft } = page;
  if (DATA.languages.length < 2) return null;
  const original = h("select", { id: "original", change: (event) => {
    draft.original = event.target.value;
    changed();
    render("original");
  } }, DATA.languages.map((each) => h("option", { value: each }, languageName(each))));
  original.value = draft.original;
  const buttons = DATA.languages.map((each) =>
    h("button", { type: "button", class: `tab${each === draft.original ? " of-original" : ""}`, id: `show-${each}`, "aria-pressed": each === shown() ? "true" : "false", click: () => show(each, `show-${each}`) }, languageName(each)));
  return h("div", { class: "tongues" },
    h("div", { class: "original" }, h("label", { for: "original" }, t("form.original")), original),
    h("div", { class: "beside", role: "group", "aria-labelledby": "beside" }, h("span", { id: "beside" }, t("form.beside")), h("div", { class: "tabs" }, buttons)));
}

/** The language beside the original; on a narrow screen the only one that is shown. */
function shown() {
  const { draft } = page;
  return DATA.languages.includes(draft.shown) ? draft.shown : draft.original;
}

function show(language, focus = null) {
  page.draft.shown = language;
  paintTongues();
  if (focus) document.getElementById(focus)?.focus();
}

/** Say in classes which language's fields are to be seen. */
function paintTongues() {
  const { draft } = page;
  const beside = shown() === draft.original ? DATA.languages.find((each) => each !== draft.original) : shown();
  for (const field of document.querySelectorAll(".tongue")) {
    field.classList.toggle("is-original", field.dataset.language === draft.original);
    field.classList.toggle("is-beside", field.dataset.language === beside);
    field.classList.toggle("is-shown", field.dataset.language === shown());
  }
  for (const button of document.querySelectorAll(".tab")) {
    const language = button.id.replace("show-", "");
    const isWide = matchMedia("(min-width: 700px)").matches;
    button.setAttribute("aria-pressed", String(language === (isWide ? beside : shown())));
  }
}

function help() {
  const example = (words) => h("code", {}, words);
  return h("details", { class: "help" }, h("summary", {}, t("markdown.help")),
    h("dl", {}, [["**…**", "bold"], ["*…*", "italic"], ["- …", "list"], ["[…](https://…)", "link"], ["", "paragraph"]].map(([sign, name]) => h("div", {}, h("dt", {}, sign ? example(sign) : "↵ ↵"), h("dd", {}, t(`markdown.${name}_about`))))));
}

function linksPart() {
  const { draft } = page;
  const links = draft.fields.links ?? [];
  const rows = links.map((_, number) => h("div", { class: "entry", role: "group", "aria-label": t("form.link_number", { number: number + 1 }) },
    fields.field(draft, `links.${number}.url`, { type: "url", inputmode: "url" }),
    fields.texts(draft, `links.${number}.text`),
    h("button", { type: "button", class: "quiet-button", click: () => remove("links", number) }, t("form.remove_link", { number: number + 1 }))));
  return section("links", lead("links"), rows, h("button", { type: "button", class: "button", id: "add-link", click: () => {
    drafts.set(draft, `links.${links.length}`, { url: "", text: {} });
    changed();
    render(fields.idOf(`links.${draft.fields.links.length - 1}.url`));
  } }, t("form.add_link")));
}

function imagesPart() {
  const { draft } = page;
  const images = draft.fields.images ?? [];
  const input = (id, words, more) => h("label", { class: "button file", for: id }, words, h("input", { type: "file", id, accept: "image/*", class: "unseen", ...more, change: (event) => {
    addPictures([...event.target.files]);
    event.target.value = "";
  } }));
  const rights = ["own", "granted", "open-licence"].map((each) => [each, t(`rights.${each}`), t(`rights.${each}_about`)]);
  const rows = images.map((image, number) => h("div", { class: "entry picture", role: "group", "aria-label": t("form.picture_number", { number: number + 1 }), "data-field": `images.${number}` },
    thumbnail(image, number),
    h("div", { class: "about" },
      fields.texts(draft, `images.${number}.alt`, { rows: 2 }),
      fields.field(draft, `images.${number}.credit`),
      fields.choice(draft, `images.${number}.rights`, rights),
      fields.texts(draft, `images.${number}.caption`)),
    h("button", { type: "button", class: "quiet-button", click: () => removePicture(number) }, t("form.remove_picture", { number: number + 1 }))));
  return section("images", lead(preview.showsPicture(draft.fields.kind) ? "images" : "images_unseen"), rows,
    h("div", { class: "drop", "data-field": "images" }, h("p", {}, t("form.drop")), h("div", { class: "buttons" }, input("add-picture", t("form.add_picture"), { multiple: true }), input("take-picture", t("form.take_picture"), { capture: "environment" })),
      h("p", { class: "hint", id: "picture-said", role: "status" }, page.lost.length ? t("form.pictures_lost", { files: page.lost.join(", ") }) : ""), h("div", { class: "foot" }, h("p", { class: "problem", id: "f-images-problem", hidden: true }))));
}

function thumbnail(image, number) {
  const address = pictures.addressOf(page.draft, image.file);
  return h("figure", {}, address ? h("img", { src: address, alt: t("form.picture_number", { number: number + 1 }) }) : h("p", { class: "hint" }, t("problems.picture_lost")), h("figcaption", {}, image.file.replace("images/", "")));
}

function morePart() {
  const { draft } = page;
  const hasSome = ["states", "sdg", "other_projects", "embargo_until", "expires_on"].some((key) => draft.fields[key]?.length) || draft.fields.source?.url;
  return h("section", { class: "part", id: "part-more", "aria-labelledby": "head-more" },
    h("details", { open: Boolean(hasSome) || page.moreIsOpen, toggle: (event) => (page.moreIsOpen = event.target.open) },
      h("summary", {}, h("h2", { id: "head-more" }, t("parts.more")), h("span", { class: "quiet" }, t("leads.more"))), fields.more(draft)));
}

function sendPart() {
  const { draft } = page;
  const ours = (key, type, autocomplete) => {
    const id = `sender-${key}`;
    const input = h("input", { id, type, autocomplete, "data-sender": key, "aria-describedby": `${id}-hint` });
    input.value = draft.sender[key];
    return h("div", { class: "field", "data-field": `sender.${key}` }, h("label", { for: id }, t(`fields.sender_${key}`), h("span", { class: "optional" }, ` ${t("form.optional")}`)), h("p", { class: "hint", id: `${id}-hint` }, t(`hints.sender_${key}`)), input, h("div", { class: "foot" }, h("p", { class: "problem", id: `${id}-problem`, hidden: true })));
  };
  return section("send", lead("send"),
    fields.row(ours("name", "text", "name"), ours("address", "email", "email")),
    fields.row(fields.field(draft, "released.by"), fields.field(draft, "released.on", { type: "date" })),
    h("div", { id: "summary", tabindex: "-1" }),
    h("div", { class: "buttons" }, h("button", { type: "button", class: "button main", id: "save", click: () => save() }, t("form.save"))),
    h("div", { id: "done", role: "status" }));
}

function showDone() {
  const place = document.getElementById("done");
  if (!place || !page.saved) return place?.replaceChildren();
  const share = parcel.canShare() ? h("button", { type: "button", class: "button", id: "share", click: () => handOver() }, t("done.share")) : null;
  place.replaceChildren(h("div", { class: "done" },
    h("h3", { id: "done-head", tabindex: "-1" }, t("done.head")),
    h("p", {}, t("done.where", { file: page.saved })),
    h("p", {}, t("done.next", { address: DATA.answer_to })),
    h("div", { class: "buttons" }, h("a", { class: "button main", id: "mail", href: parcel.mail(page.draft) }, t("done.mail")), share),
    h("p", { class: "hint" }, t("done.again"))));
}

function head() {
  const { issue } = DATA;
  document.documentElement.lang = speech.language;
  document.title = `${t("form.heading")} · ${local(DATA.title)}`;
  document.getElementById("top").replaceChildren(
    h("div", { class: "masthead" }, h("p", { class: "name" }, local(DATA.title)),
      h("nav", { "aria-label": t("form.language") }, DATA.tongues.map((each) => h("button", { type: "button", class: "tongue-button", id: `speak-${each}`, lang: each, "aria-pressed": String(each === speech.language), click: () => speak(each) }, DATA.words[each].form.own_name)))),
    h("h1", {}, t("form.heading")),
    h("p", { class: "welcome" }, t("form.welcome")),
    issue ? h("p", { class: "issue" }, t("form.issue", { number: issue.number, month: days.long(`${issue.month}-01`, speech.language, { month: "long", year: "numeric" }) }), issue.deadline ? [" ", h("b", {}, t("form.deadline", { date: days.long(issue.deadline) }))] : null) : null);
}

function draftsBar() {
  const all = drafts.all();
  const entry = (draft) => h("li", {},
    h("button", { type: "button", class: "draft", "aria-current": draft.id === page.draft.id ? "true" : null, click: () => openDraft(draft) }, titleOf(draft), h("small", {}, draft.changed_at ? t("drafts.changed", { date: days.long(draft.changed_at.slice(0, 10)), time: days.hour(draft.changed_at) }) : "")),
    h("button", { type: "button", class: "quiet-button", "aria-label": t("drafts.forget_named", { title: titleOf(draft) }), click: () => forget(draft) }, t("drafts.forget")));
  document.getElementById("drafts").replaceChildren(
    h("div", { class: "drafts-bar" },
      all.length ? h("details", {}, h("summary", {}, t("drafts.head", { number: figure(all.length) })), h("ul", {}, all.map(entry))) : h("span", { class: "quiet" }, t("drafts.none")),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "quiet-button", id: "new-draft", click: () => newDraft() }, t("drafts.new")),
        h("label", { class: "quiet-button file", for: "open-parcel" }, t("drafts.open"), h("input", { type: "file", id: "open-parcel", class: "unseen", accept: ".zip,application/zip", change: (event) => openParcel(event.target) })))),
    h("p", { class: "problem", id: "open-said", role: "alert" }));
}

function titleOf(draft) {
  const title = local(draft.fields.title ?? {}, draft.original).trim();
  const project = projects.find(draft.fields.project);
  return [project ? local(project.short) : "", draft.fields.kind ? t(`kinds.${draft.fields.kind}`) : "", title].filter(Boolean).join(" · ") || t("drafts.empty");
}

function showPreview() {
  const place = document.getElementById("preview");
  const { draft } = page;
  if (!draft.fields.kind) return place.replaceChildren();
  const view = DATA.languages.includes(page.view) ? page.view : draft.original;
  const tabs = DATA.languages.map((each) => h("button", { type: "button", class: "view", id: `view-${each}`, "aria-pressed": String(each === view), click: () => {
    page.view = each;
    showPreview();
    document.getElementById(`view-${each}`).focus();
  } }, languageName(each)));
  place.replaceChildren(h("div", { class: "proof-head" }, h("h2", { id: "head-preview" }, t("parts.preview")), h("div", { class: "views", role: "group", "aria-label": t("preview.languages") }, tabs)),
    h("div", { class: "paper", tabindex: "0", role: "group", "aria-labelledby": "head-preview" }, preview.item(draft, view)), h("p", { class: "hint" }, t(`preview.about`)));
}

/** Show the page anew, and give the focus back to whom it belongs. */
function render(focus = document.activeElement?.id) {
  const { draft } = page;
  const hasKind = KINDS.includes(draft.fields.kind);
  const own = hasKind ? fields.ofKind(draft) : [];
  head();
  draftsBar();
  main.setAttribute("aria-label", t("form.heading"));
  main.replaceChildren(...[
    projectPart(), kindPart(),
    ...(hasKind ? [tongues(), textsPart(), own.length ? section("details", own) : null, linksPart(), imagesPart(), morePart()] : [h("p", { class: "lead waiting" }, t("form.choose_kind"))]),
    sendPart(),
  ].filter(Boolean));
  for (const input of main.querySelectorAll("textarea, input[data-path]")) fields.count(input);
  paintTongues();
  showPreview();
  showDone();
  judge();
  showKept();
  if (focus) document.getElementById(focus)?.focus({ preventScroll: false });
}

// ---- what is missing -------------------------------------------------------------------------------------------

/** Judge the draft: every problem, with the field that it is at. */
function problems() {
  const { draft } = page;
  const contribution = drafts.contribution(draft, days.today());
  const found = contribution.project === undefined || contribution.kind === undefined ? ["project", "kind"].filter((key) => contribution[key] === undefined).map((key) => ({ path: [key], code: "missing" })) : [];
  if (contribution.kind !== undefined) found.push(...check.contribution(contribution).filter((each) => !found.some((other) => other.path.join() === each.path.join())));
  found.push(...parcel.faults(draft, contribution));
  for (const path of page.unread) if (document.getElementById(fields.idOf(path))) found.push({ path: path.split("."), code: document.getElementById(fields.idOf(path)).type === "time" ? "time" : "date" });
  const address = draft.sender.address.trim();
  if (address && !ADDRESS.test(address)) found.push({ path: ["sender", "address"], code: "mail_address" });
  const placed = found.map((problem) => ({ ...problem, field: fieldAt(problem.path) }));
  return placed.filter((each, number) => placed.findIndex((other) => other.field === each.field) === number).sort(inPageOrder);
}

function inPageOrder(one, other) {
  const [a, b] = [one, other].map((each) => each.field && document.querySelector(`[data-field="${each.field}"]`));
  return a && b && a !== b ? (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1) : 0;
}

/** Find the field that shows a path: the very one, the original's, one below it, else one above. */
function fieldAt(path) {
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join(".");
    for (const each of [name, `${name}.${page.draft.original}`]) if (document.querySelector(`[data-field="${each}"] :is(.problem)`)?.closest("[data-field]")?.dataset.field === each) return each;
    const below = [...document.querySelectorAll(`[data-field^="${name}."]`)].find((each) => each.querySelector(":scope > .foot"));
    if (below) return below.dataset.field;
    if (name === "images") return "images";
  }
  return null;
}

function sentence(problem) {
  const name = problem.field ? fields.nameOf(problem.field) : "";
  for (const key of [`${problem.code}_${name}`, problem.code]) if (said(`problems.${key}`)) return t(`problems.${key}`, problem.values);
  return t("problems.wrong");
}

function labelOf(field) {
  const keys = field.split("."), language = keys.find(fields.isLanguage), number = keys.find((key) => /^\d+$/.test(key));
  const label = field === "images" ? t("parts.images") : t(`fields.${fields.nameOf(field)}`);
  return label + (number === undefined ? "" : ` ${Number(number) + 1}`) + (language ? ` · ${languageName(language)}` : "");
}

const MISSING = new Set(["missing", "somewhere", "original", "zone_missing"]);

/** Show at the fields, and above the button, what is wrong: before anybody has tried to save, only what was typed. */
function judge(isSaving = false) {
  const all = problems();
  const told = page.tried ? all : all.filter((each) => each.field && page.touched.has(each.field) && !MISSING.has(each.code));
  for (const place of document.querySelectorAll(".problem[id$='-problem']")) {
    place.hidden = true;
    place.textContent = "";
    const field = place.closest("[data-field]");
    for (const input of field?.querySelectorAll("input, textarea, select, fieldset") ?? []) input.removeAttribute("aria-invalid");
    field?.classList.remove("is-wrong");
  }
  for (const problem of told) tell(problem);
  if (page.tried) summarise(all, isSaving);
  return all;
}

function tell(problem) {
  const field = problem.field && document.querySelector(`[data-field="${problem.field}"]`);
  const place = field?.querySelector(":scope > .foot > .problem") ?? field?.querySelector(".problem");
  if (!place) return;
  place.textContent = sentence(problem);
  place.hidden = false;
  field.classList.add("is-wrong");
  const input = field.querySelector("input, textarea, select");
  if (input && input.type !== "radio" && input.type !== "checkbox" && input.type !== "file") input.setAttribute("aria-invalid", "true");
  const described = new Set((input?.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean)).add(place.id);
  input?.setAttribute("aria-describedby", [...described].join(" "));
}

function summarise(all, isSaving) {
  const place = document.getElementById("summary");
  if (!all.length) return place.replaceChildren();
  const heading = t(all.length === 1 ? "problems.head_one" : "problems.head", { number: figure(all.length) });
  place.replaceChildren(h("div", { class: "summary" }, h("h3", {}, heading), h("ul", {}, all.map((problem) => h("li", {}, problem.field ? h("a", { href: `#${fields.idOf(problem.field)}`, click: (event) => goTo(event, problem.field) }, `${labelOf(problem.field)}: `, sentence(problem)) : sentence(problem))))));
  if (isSaving) {
    place.focus();
    announce(heading);
  }
}

/** Go to a field: show its language where it is hidden, open what it stands in. */
function goTo(event, name) {
  event.preventDefault();
  const field = document.querySelector(`[data-field="${name}"]`);
  if (field.dataset.language) show(field.dataset.language);
  const closed = field.closest("details:not([open])");
  if (closed) closed.open = true;
  const input = document.getElementById(fields.idOf(name)) ?? field.querySelector("input, textarea, select, button");
  input?.focus();
  field.scrollIntoView({ block: "center" });
}

// ---- what happens ----------------------------------------------------------------------------------------------

let later = null;

/** Keep what was typed, at once; show what follows from it a moment later. */
function changed() {
  page.isKept = drafts.keep(page.draft);
  page.saved = null;
  clearTimeout(later);
  later = setTimeout(() => {
    showPreview();
    judge();
    showKept();
    if (!page.saved) document.getElementById("done")?.replaceChildren();
  }, 120);
}

function showKept() {
  const place = document.getElementById("kept");
  const words = page.draft.changed_at === null ? "" : drafts.canKeep() ? t("form.kept", { time: days.hour(page.draft.changed_at) }) : t("form.not_kept");
  const link = (id, name, to, focus) => h("a", { href: `#${to}`, class: name, click: (event) => {
    event.preventDefault();
    document.getElementById(to).scrollIntoView();
    document.getElementById(focus)?.focus({ preventScroll: true });
  } }, t(id));
  place.replaceChildren(h("span", {}, words), h("nav", { "aria-label": t("form.goes_to") },
    page.draft.fields.kind ? link("parts.preview", "to-preview", "preview", `view-${page.draft.original}`) : null, link("form.to_send", "to-send", "part-send", "save")));
}

main.addEventListener("input", (event) => take(event.target));
main.addEventListener("change", (event) => {
  if (event.target.type === "radio" || event.target.tagName === "SELECT") take(event.target);
});
main.addEventListener("focusout", (event) => {
  const field = event.target.closest?.("[data-field]");
  if (!field || !event.target.dataset.path) return;
  page.touched.add(field.dataset.field);
  if (event.target.validity?.badInput) page.unread.add(event.target.dataset.path);
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
    if (input.validity?.badInput) page.unread.add(input.dataset.path);
    else page.unread.delete(input.dataset.path);
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
matchMedia("(min-width: 700px)").addEventListener("change", paintTongues);
addEventListener("beforeprint", () => {
  for (const area of document.querySelectorAll("textarea")) area.style.height = `${area.scrollHeight + 2}px`;
});
addEventListener("afterprint", () => {
  for (const area of document.querySelectorAll("textarea")) area.style.height = "";
});

function comesBack(written, data) {
  try {
    return JSON.stringify(yaml.read(written)) === JSON.stringify(data);
  } catch {
    return false;
  }
}

/** Judge contributions as data, many at a time: for tests and for whoever wonders. */
function verdicts(contributions) {
  return contributions.map((data) => {
    const found = check.contribution(data), written = yaml.write(data);
    return { yaml: written, same: comesBack(written, data), problems: found.map(({ path, code }) => `${code} ${path.join(".")}`) };
  });
}

speech.language = firstLanguage();
page.ready = openDraft(drafts.all()[0] ?? drafts.fresh(), null);
