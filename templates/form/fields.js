// The fields: an input for each value, bound to the draft by its path; a text has one for each language, the original
// first. Which kind needs which field says the schema; in which order, and by which input, is said here.

const fields = (() => {
  const OURS = ["America/Mexico_City", "America/Cancun", "America/Merida", "America/Monterrey", "America/Chihuahua", "America/Ciudad_Juarez", "America/Matamoros", "America/Ojinaga", "America/Hermosillo", "America/Mazatlan", "America/Bahia_Banderas", "America/Tijuana", "Europe/Berlin", "UTC"];
  const MORE_LANGUAGES = ["es", "de", "en", "fr", "pt"];

  const idOf = (path) => `f-${path.replaceAll(".", "-")}`;

  /** Name a path as people know it: without numbers and languages, as in `links_url`. */
  const nameOf = (path) => path.split(".").filter((key) => !/^\d+$/.test(key) && !isLanguage(key)).join("_");
  const isLanguage = (key) => DATA.languages.includes(key) && key.length < 6;

  /** Tell whether the kind cannot do without a field. */
  function isNeeded(draft, path) {
    const keys = path.split(".").filter((key) => !isLanguage(key));
    const language = path.split(".").find(isLanguage);
    if (language && language !== draft.original) return false;
    let node = check.schemaOf(draft.fields.kind ?? "profile");
    let needed = true;
    for (const key of keys) {
      node = check.resolved(node);
      if (/^\d+$/.test(key)) {
        needed = true; // an entry that was begun
        node = node.items;
      } else {
        needed = needed && (node?.required ?? []).includes(key);
        node = node?.properties?.[key];
      }
    }
    return needed;
  }

  const optional = (draft, path) => (isNeeded(draft, path) ? null : h("span", { class: "optional" }, ` ${t("form.optional")}`));

  function foot(path, hasCount) {
    return h("div", { class: "foot" }, h("p", { class: "problem", id: `${idOf(path)}-problem`, hidden: true }), hasCount ? h("p", { class: "count", id: `${idOf(path)}-count` }) : null);
  }

  /** Say what stands beside a field for those who hear it. */
  function describing(path, hint, hasCount) {
    return [hint ? `${idOf(path)}-hint` : null, hasCount ? `${idOf(path)}-count` : null].filter(Boolean).join(" ") || null;
  }

  const hintOf = (name) => (said(`hints.${name}`) ? t(`hints.${name}`) : "");

  /** A field of one line or more; `look` may have `type`, `rows`, `list`, `width`, `inputmode`. */
  function field(draft, path, look = {}) {
    const name = nameOf(path), id = idOf(path);
    const language = look.language;
    const hint = look.hint ?? hintOf(name);
    const most = check.budget(name, language);
    const common = { id, "data-path": path, "data-kind": look.kind ?? null, "aria-describedby": describing(path, hint, most), lang: language ?? null, "aria-required": isNeeded(draft, path) ? "true" : null };
    const value = valueOf(draft, path, look);
    const input = look.rows
      ? h("textarea", { ...common, rows: look.rows, spellcheck: "true" })
      : h("input", { ...common, type: look.type ?? "text", inputmode: look.inputmode ?? null, autocomplete: look.autocomplete ?? "off", placeholder: look.placeholder ?? null });
    input.value = value;
    return h("div", { class: `field${look.width ? ` ${look.width}` : ""}`, "data-field": path },
      h("label", { for: id }, t(`fields.${name}`), language ? h("span", { class: "tongue-name" }, ` · ${languageName(language)}`) : null, optional(draft, path)),
      hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
      look.tools ? tools(id) : null,
      input,
      foot(path, most));
  }

  function valueOf(draft, path, look) {
    const value = drafts.get(draft, path);
    if (look.kind === "lines") return (value ?? []).join("\n");
    if (typeof value === "object" && value !== null) return value[draft.original] ?? Object.values(value)[0] ?? "";
    return value ?? "";
  }

  /** A text: one field for each language, of which the page shows the original's and one beside it. */
  function texts(draft, path, look = {}) {
    const languages = [draft.original, ...DATA.languages.filter((each) => each !== draft.original)];
    return h("div", { class: "pair", role: "group", "aria-label": t(`fields.${nameOf(path)}`) },
      languages.map((language) => {
        const hint = language === draft.original ? undefined : "";
        const one = field(draft, `${path}.${language}`, { ...look, language, hint });
        one.classList.add("tongue");
        one.dataset.language = language;
        return one;
      }));
  }

  const TOOLS = [["bold", "**", "**"], ["italic", "*", "*"], ["list", "\n- ", ""], ["link", "[", "](https://)"]];

  /** The buttons above a body: each writes the signs of Markdown around what is marked. */
  function tools(id) {
    return h("div", { class: "tools", role: "toolbar", "aria-label": t("markdown.toolbar"), "aria-controls": id },
      TOOLS.map(([name, before, after]) => h("button", { type: "button", class: `tool ${name}`, click: () => surround(document.getElementById(id), before, after) }, t(`markdown.${name}`))));
  }

  function surround(area, before, after) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const atLine = before.startsWith("\n");
    const marked = value.slice(from, to);
    const lead = atLine && (from === 0 || value[from - 1] === "\n") ? before.slice(1) : before;
    const inside = atLine ? marked.replace(/\n(?=.)/g, "\n- ") : marked;
    area.setRangeText(`${lead}${inside}${after}`, from, to, "end");
    const cursor = marked && !after.includes("]") ? from + lead.length + inside.length + after.length : from + lead.length + inside.length + (after.includes("]") && marked ? after.length - 1 : 0);
    area.setSelectionRange(cursor, cursor);
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** A group of boxes to tick; `options` are `[value, words]`. */
  function boxes(draft, path, options, look = {}) {
    const name = nameOf(path), chosen = drafts.get(draft, path) ?? [];
    const extra = chosen.filter((each) => !options.some(([value]) => value === each)).map((each) => [each, each]);
    return group(draft, path, look.hint ?? hintOf(name), "boxes" + (look.columns ? " columns" : ""),
      [...options, ...extra].map(([value, words], number) =>
        h("label", { class: "box" }, h("input", { type: "checkbox", id: number ? `${idOf(path)}-${value}` : idOf(path), value, "data-path": path, "data-kind": "set", checked: chosen.includes(value) }), h("span", {}, words))));
  }

  /** A group of which one is chosen. */
  function choice(draft, path, options, look = {}) {
    const chosen = drafts.get(draft, path);
    return group(draft, path, look.hint ?? hintOf(nameOf(path)), look.look ?? "boxes",
      options.map(([value, words, about], number) =>
        h("label", { class: "box" }, h("input", { type: "radio", name: idOf(path), id: number ? `${idOf(path)}-${value}` : idOf(path), value, "data-path": path, checked: chosen === value }), h("span", {}, h("b", {}, words), about ? h("small", {}, about) : null))));
  }

  function group(draft, path, hint, look, inside) {
    const id = idOf(path);
    return h("fieldset", { class: "field", "data-field": path, "aria-describedby": hint ? `${id}-hint` : null },
      h("legend", {}, t(`fields.${nameOf(path)}`), optional(draft, path)),
      hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null,
      h("div", { class: look }, inside),
      foot(path, false));
  }

  /** One box that says yes. */
  function yes(draft, path, value) {
    const id = idOf(path);
    return h("div", { class: "field", "data-field": path },
      h("label", { class: "box wide" }, h("input", { type: "checkbox", id, value, "data-path": path, "data-kind": "yes", checked: drafts.get(draft, path) === value }), h("span", {}, t(`fields.${nameOf(path)}`))),
      foot(path, false));
  }

  function select(draft, path, groups) {
    const id = idOf(path), chosen = drafts.get(draft, path) ?? "", hint = hintOf(nameOf(path));
    const made = h("select", { id, "data-path": path, "aria-describedby": describing(path, hint, false) }, groups.map(([label, options]) => h("optgroup", { label }, options.map((each) => h("option", { value: each }, each.replaceAll("_", " "))))));
    made.value = chosen;
    return h("div", { class: "field", "data-field": path }, h("label", { for: id }, t(`fields.${nameOf(path)}`)), hint ? h("p", { class: "hint", id: `${id}-hint` }, hint) : null, made, foot(path, false));
  }

  const row = (...inside) => h("div", { class: "row" }, inside);
  const languages = (draft) => [...new Set([...DATA.languages, ...MORE_LANGUAGES])].map((each) => [each, languageName(each)]);
  const zones = () => [[t("form.zones_near"), OURS.filter((each) => DATA.zones.includes(each))], [t("form.zones_all"), DATA.zones.filter((each) => !OURS.includes(each))]];

  const OF_KIND = {
    news: () => [],
    profile: () => [],
    event: (draft) => [
      row(field(draft, "starts_on", { type: "date" }), field(draft, "ends_on", { type: "date" })),
      row(field(draft, "starts_at", { type: "time" }), select(draft, "timezone", zones())),
      texts(draft, "place"),
      field(draft, "online", { type: "url", inputmode: "url" }),
      row(field(draft, "registration.url", { type: "url", inputmode: "url" }), field(draft, "registration.until", { type: "date" })),
    ],
    publication: (draft) => [
      field(draft, "url", { type: "url", inputmode: "url" }),
      row(field(draft, "year", { inputmode: "numeric" }), field(draft, "pages", { inputmode: "numeric" })),
      boxes(draft, "languages", languages(draft)),
      field(draft, "authors", { rows: 2, kind: "lines" }),
      field(draft, "licence"),
    ],
    call: (draft) => [row(field(draft, "deadline", { type: "date" }), field(draft, "url", { type: "url", inputmode: "url" })), texts(draft, "eligible", { rows: 2 })],
    interview: (draft) => [field(draft, "interviewee.name"), texts(draft, "interviewee.role"), yes(draft, "interviewee.consent", "given")],
    video: (draft) => [row(field(draft, "url", { type: "url", inputmode: "url" }), field(draft, "duration", { placeholder: "4:30" })), boxes(draft, "subtitles", languages(draft))],
  };

  /** The fields that only a kind has. */
  const ofKind = (draft) => OF_KIND[draft.fields.kind]?.(draft) ?? [];

  /** The texts that every kind has, and the body where there is one. */
  function main(draft) {
    const hasBody = Boolean(check.schemaOf(draft.fields.kind ?? "news").properties.body);
    return [texts(draft, "title", { rows: 2 }), texts(draft, "teaser", { rows: 4 }), hasBody ? texts(draft, "body", { rows: 12, tools: true }) : null];
  }

  /** What is rarely needed. */
  function more(draft) {
    return [
      boxes(draft, "states", DATA.states.map((each) => [each, each]), { columns: true }),
      boxes(draft, "sdg", Array.from({ length: 17 }, (_, number) => [String(number + 1), `${number + 1}. ${t(`goals.${number + 1}`)}`]), { columns: true }),
      boxes(draft, "other_projects", DATA.projects.filter((each) => each.id !== draft.fields.project).map((each) => [each.id, local(each.short)]), { columns: true }),
      row(field(draft, "embargo_until", { type: "date" }), field(draft, "expires_on", { type: "date" })),
      row(field(draft, "source.url", { type: "url", inputmode: "url" }), field(draft, "source.on", { type: "date" })),
    ];
  }

  /** Read an input into the draft. */
  function take(draft, input) {
    const path = input.dataset.path, kind = input.dataset.kind;
    if (kind === "set") {
      const chosen = new Set(drafts.get(draft, path) ?? []);
      if (input.checked) chosen.add(input.value);
      else chosen.delete(input.value);
      drafts.set(draft, path, [...chosen]);
    } else if (kind === "yes") drafts.set(draft, path, input.checked ? input.value : "");
    else if (kind === "lines") drafts.set(draft, path, input.value.split("\n"));
    else drafts.set(draft, path, input.value);
  }

  /** Show how much of its budget a text has used. */
  function count(input) {
    const place = document.getElementById(`${input.id}-count`);
    if (!place) return;
    const most = check.budget(nameOf(input.dataset.path), input.lang), length = lengthOf(check.stripped(input.value).normalize("NFC"));
    place.textContent = t(length > most ? "form.count_over" : "form.count", { length: figure(length), most: figure(most), over: figure(length - most) });
    place.classList.toggle("over", length > most);
  }

  /** Note of a date or time whether the browser can read it, and whether it is empty: then the style keeps WebKit from showing today. */
  function note(input) {
    if (!["date", "time"].includes(input.type)) return;
    const { badInput } = input.validity;
    if (badInput) page.unread.add(input.dataset.path);
    else page.unread.delete(input.dataset.path);
    input.toggleAttribute("data-empty", !input.value && !badInput);
  }

  return { idOf, nameOf, isLanguage, field, texts, choice, boxes, yes, row, ofKind, main, more, take, count, note };
})();
