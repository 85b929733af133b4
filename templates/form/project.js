// Choosing the project: a list to search in, by organisation; and a card of what was chosen.

const projects = (() => {
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const find = (id) => DATA.projects.find((project) => project.id === id);

  function matches(project, wanted) {
    const all = plain([project.id, project.organisation, ...Object.values(project.short), ...Object.values(project.name), ...project.partners].join(" "));
    return wanted.every((word) => all.includes(word));
  }

  function area(key, isLong = false) {
    if (!key) return null;
    const label = isLong ? local(DATA.areas[key]?.name) : (DATA.labels[speech.language] ?? DATA.labels[DATA.languages[0]]).areas[key];
    return h("span", { class: `area-${key}` }, h("span", { "aria-hidden": "true" }, DATA.areas[key]?.mark ?? ""), "\u00a0", label);
  }

  /** The list, and above it what is searched for. */
  function chooser(draft, choose) {
    const list = h("div", { class: "projects", role: "radiogroup", "aria-label": t("fields.project"), "aria-describedby": "f-project-problem" });
    const number = h("p", { class: "hint", role: "status" });
    const search = h("input", { type: "search", id: "f-project", autocomplete: "off", "aria-describedby": "f-project-hint", input: () => show() });
    const show = () => {
      const wanted = plain(search.value).split(/\s+/).filter(Boolean);
      const found = DATA.projects.filter((project) => matches(project, wanted));
      list.replaceChildren(...groups(found, draft, choose));
      number.textContent = found.length ? t("project.found", { number: figure(found.length) }) : t("project.none");
    };
    show();
    return h("div", { class: "field", "data-field": "project" },
      h("label", { for: "f-project" }, t("project.search")),
      h("p", { class: "hint", id: "f-project-hint" }, t("hints.project")),
      search, number, list,
      h("div", { class: "foot" }, h("p", { class: "problem", id: "f-project-problem", hidden: true })));
  }

  function groups(found, draft, choose) {
    const organisations = [...new Set(found.map((project) => project.organisation))].sort((one, other) => one.localeCompare(other, speech.language));
    return organisations.map((organisation) =>
      h("div", { class: "organisation", role: "group", "aria-label": organisation },
        h("p", { class: "organisation-name", "aria-hidden": "true" }, organisation),
        found.filter((project) => project.organisation === organisation).map((project) => entry(project, draft, choose))));
  }

  function entry(project, draft, choose) {
    const short = local(project.short), name = local(project.name);
    return h("label", { class: "box project" },
      h("input", { type: "radio", name: "project", value: project.id, checked: draft.fields.project === project.id, change: () => choose(project.id) }),
      h("span", {}, h("b", {}, short), name !== short ? h("small", {}, name) : null));
  }

  /** What was chosen, and a way to choose anew. */
  function card(draft, change) {
    const project = find(draft.fields.project);
    if (!project) return null;
    const short = local(project.short), name = local(project.name);
    const facts = [
      ["organisation", project.organisation],
      ["area", area(project.area, true)],
      ["partners", project.partners.join(", ")],
    ].filter(([, fact]) => fact);
    return h("div", { class: "card", "data-field": "project" },
      h("p", { class: "card-name", id: "f-project", tabindex: "-1" }, short),
      name !== short ? h("p", { class: "card-title" }, name) : null,
      h("dl", {}, facts.map(([key, fact]) => h("div", {}, h("dt", {}, t(`project.${key}`)), h("dd", {}, fact)))),
      h("button", { type: "button", class: "quiet-button", id: "change-project", click: change }, t("project.change")));
  }

  return { find, chooser, card };
})();
