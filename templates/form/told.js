// What is missing, told at its field and in a list above the button.

/** Judge the draft: every problem, with the field that it is at. */
function problems() {
  const { draft } = page;
  const contribution = drafts.contribution(draft, days.today());
  const found = contribution.project === undefined || contribution.kind === undefined ? ["project", "kind"].filter((key) => contribution[key] === undefined).map((key) => ({ path: [key], code: "missing" })) : [];
  if (contribution.kind !== undefined) found.push(...check.contribution(contribution).filter((each) => !found.some((other) => other.path.join() === each.path.join())));
  found.push(...parcel.faults(draft, contribution));
  const address = draft.sender.address.trim();
  if (address && !ADDRESS.test(address)) found.push({ path: ["sender", "address"], code: "mail_address" });
  // What somebody began to write says more of its field than that it is missing.
  const unread = [...page.unread].filter((path) => document.getElementById(fields.idOf(path))).map((path) => ({ path: path.split("."), code: document.getElementById(fields.idOf(path)).type }));
  const placed = [...unread, ...found].map((problem) => ({ ...problem, field: fieldAt(problem.path) }));
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
