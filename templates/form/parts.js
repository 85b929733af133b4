// The parts of the form, from the choice of the project to the button that saves.

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
