// What stands around the parts: the head, the drafts, the preview, what comes after saving; and showing it all anew.

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
  const list = h("ul", {}, draftEntries());
  const refresh = (event) => event.target.open && list.replaceChildren(...draftEntries());
  document.getElementById("drafts").replaceChildren(
    h("div", { class: "drafts-bar" },
      all.length ? h("details", { toggle: refresh }, h("summary", {}, t("drafts.head", { number: figure(all.length) })), list) : h("span", { class: "quiet" }, t("drafts.none")),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "quiet-button", id: "new-draft", click: () => newDraft() }, t("drafts.new")),
        h("label", { class: "quiet-button file", for: "open-parcel" }, t("drafts.open"), h("input", { type: "file", id: "open-parcel", class: "unseen", accept: ".zip,application/zip", change: (event) => openParcel(event.target) })))),
    h("p", { class: "problem", id: "open-said", role: "alert" }));
}

/** List the drafts as they are kept now: what was typed since the list was made must not be opened as it was before. */
function draftEntries() {
  const entry = (draft) => h("li", {},
    h("button", { type: "button", class: "draft", "aria-current": draft.id === page.draft.id ? "true" : null, click: () => openDraft(drafts.all().find((each) => each.id === draft.id) ?? page.draft) }, titleOf(draft), h("small", {}, draft.changed_at ? t("drafts.changed", { date: days.long(draft.changed_at.slice(0, 10)), time: days.hour(draft.changed_at) }) : "")),
    h("button", { type: "button", class: "quiet-button", "aria-label": t("drafts.forget_named", { title: titleOf(draft) }), click: () => forget(draft) }, t("drafts.forget")));
  return drafts.all().map(entry);
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
  for (const input of main.querySelectorAll("textarea, input[data-path]")) {
    fields.count(input);
    fields.note(input);
  }
  paintTongues();
  showPreview();
  showDone();
  judge();
  showKept();
  if (focus) document.getElementById(focus)?.focus({ preventScroll: false });
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
