// The item as the newsletter will show it, in one of its languages: the newsletter's own labels, order and look.

const preview = (() => {
  const WITH_PICTURE = ["news", "interview", "profile"];

  /** Fill a label's words in braces. */
  const fill = (label, values) => label.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  const labelsOf = (language) => DATA.labels[language] ?? DATA.labels[DATA.languages[0]];

  /** Give a text in the language shown, else in the original's; nothing where it is still empty. */
  function words(draft, path, language) {
    const value = drafts.get(draft, path);
    if (typeof value === "string") return value.trim();
    return (value?.[language] || value?.[draft.original] || "").trim();
  }

  /** Show a draft in a language, as nodes. */
  function item(draft, language) {
    const kind = draft.fields.kind ?? "news";
    const isTranslated = ["title", "teaser"].every((name) => drafts.get(draft, `${name}.${language}`)?.trim());
    const shown = isTranslated ? language : draft.original;
    const made = particulars(draft, kind, shown, labelsOf(language));
    const story = [
      WITH_PICTURE.includes(kind) ? picture(draft, shown, labelsOf(language)) : null,
      meta(draft, language, shown),
      headline(draft, shown, made),
      made.when ? h("p", { class: "when" }, made.when) : null,
      made.notes.length ? h("p", { class: "note quiet" }, made.notes.join("\u00a0· ")) : null,
      teaser(draft, shown),
      ["news", "interview"].includes(kind) ? h("div", { class: "body" }, markdown.nodes(words(draft, "body", shown))) : null,
      links(draft, shown, made),
    ];
    return h("article", { class: "item", lang: shown }, made.block ? [made.block, h("div", {}, story)] : story);
  }

  function meta(draft, language, shown) {
    const project = DATA.projects.find((each) => each.id === draft.fields.project);
    if (!project) return h("p", { class: "meta quiet" }, t("preview.project"));
    const area = draft.fields.area || project.area;
    const others = (draft.fields.other_projects ?? []).map((id) => DATA.projects.find((each) => each.id === id)).filter(Boolean);
    return h("p", { class: "meta quiet" },
      [project, ...others].map((each) => local(each.short, language)).join(", "), "\u00a0· ", project.organisation,
      area ? ["\u00a0· ", h("span", { class: `area-${area}` }, h("span", { "aria-hidden": "true" }, DATA.areas[area]?.mark ?? ""), "\u00a0", labelsOf(language).areas[area])] : null,
      shown !== language ? ["\u00a0· ", h("b", { lang: shown }, (DATA.labels[shown] ?? labelsOf(language)).in_this_language)] : null);
  }

  function headline(draft, shown, made) {
    const title = words(draft, "title", shown).replace(/\s+/g, " ");
    if (!title) return h("p", { class: "headline waiting" }, t("preview.title"));
    return h("p", { class: "headline" }, made.target ? h("a", { href: made.target, target: "_blank", rel: "noopener" }, title) : title);
  }

  function teaser(draft, shown) {
    const text = words(draft, "teaser", shown);
    return h("p", { class: text ? "" : "waiting" }, text || t("preview.teaser"));
  }

  function picture(draft, shown, labels) {
    const image = draft.fields.images?.[0];
    const address = image?.file && pictures.addressOf(draft, image.file);
    if (!address) return null;
    const credit = fill(labels.item.picture_by, { credit: words(draft, "images.0.credit", shown) || "…" });
    return [h("img", { src: address, alt: words(draft, "images.0.alt", shown) }), h("p", { class: "caption quiet" }, [words(draft, "images.0.caption", shown), credit].filter(Boolean).join(" "))];
  }

  const line = (address, text) => h("p", { class: "line" }, /^https:\/\//.test(address) ? h("a", { href: address, target: "_blank", rel: "noopener" }, text) : text);

  function links(draft, shown, made) {
    const own = (draft.fields.links ?? []).map((link, number) => [link?.url ?? "", words(draft, `links.${number}.text`, shown)]).filter(([, text]) => text);
    return [...made.links, ...own].map(([address, text]) => line(address, text));
  }

  function particulars(draft, kind, shown, labels) {
    const { fields } = draft;
    const made = { target: "", block: null, when: "", notes: [], links: [] };
    if (["publication", "call", "video"].includes(kind) && /^https:\/\//.test(fields.url ?? "")) made.target = fields.url;
    ({ event, publication, call, interview, video }[kind] ?? (() => {}))(draft, fields, made, shown, labels);
    return made;
  }

  function event(draft, fields, made, shown, labels) {
    const language = labels === DATA.labels[shown] ? shown : DATA.languages[0];
    const title = words(draft, "title", shown);
    if (fields.starts_on) {
      const last = fields.ends_on && fields.ends_on.slice(0, 7) === fields.starts_on.slice(0, 7) && fields.ends_on > fields.starts_on ? `–${Number(fields.ends_on.slice(8))}` : "";
      made.block = h("div", { class: "block", "aria-hidden": "true" }, h("p", { class: "days" }, `${Number(fields.starts_on.slice(8))}${last}`), h("p", { class: "month quiet" }, days.long(fields.starts_on, language, { month: "short" })));
      made.when = days.span(fields.starts_on, fields.ends_on, language);
    }
    if (fields.starts_at && made.when) {
      const values = { date: made.when, time: fields.starts_at, zone: (fields.timezone ?? "").split("/").at(-1).replaceAll("_", " ") };
      made.when = fill(values.zone && fields.timezone !== DATA.timezone ? labels.dates.at_in : labels.dates.at, values);
    }
    const place = words(draft, "place", shown);
    if (place) made.notes.push(place);
    if (fields.registration?.url) made.links.push([fields.registration.url, fill(labels.item.sign_up, { title })]);
    if (fields.online) {
      made.notes.push(labels.item.online);
      made.links.push([fields.online, fill(labels.item.join, { title })]);
    }
    if (fields.registration?.until) made.notes.push(fill(labels.item.sign_up_until, { date: days.long(fields.registration.until, language) }));
  }

  const names = (languages, labels) => new Intl.ListFormat(labels, { type: "conjunction" }).format(languages.map((each) => new Intl.DisplayNames([labels], { type: "language" }).of(each)));

  function publication(draft, fields, made, shown, labels) {
    const authors = (fields.authors ?? []).filter((each) => each.trim());
    if (authors.length) made.notes.push(authors.join(", "));
    if (fields.year) made.notes.push(fields.year);
    if (fields.pages) made.notes.push(fill(String(fields.pages) === "1" ? labels.item.pages.one ?? labels.item.pages.other : labels.item.pages.other, { count: fields.pages }));
    if (fields.languages?.length) made.notes.push(fill(labels.item.in_languages, { languages: names(fields.languages, shown) }));
    if (fields.licence) made.notes.push(fill(labels.item.licence, { licence: fields.licence }));
  }

  function call(draft, fields, made, shown, labels) {
    if (fields.deadline) made.when = fill(labels.item.until, { date: days.long(fields.deadline, shown) });
    const who = words(draft, "eligible", shown);
    if (who) made.notes.push(fill(labels.item.eligible, { who }));
  }

  function interview(draft, fields, made, shown, labels) {
    const name = fields.interviewee?.name ?? "";
    if (name) made.notes.push(fill(labels.item.interview_with, { name, role: words(draft, "interviewee.role", shown) }));
  }

  function video(draft, fields, made, shown, labels) {
    if (fields.duration) made.notes.push(fill(labels.item.duration, { duration: fields.duration }));
    if (fields.subtitles?.length) made.notes.push(fill(labels.item.subtitles, { languages: names(fields.subtitles, shown) }));
  }

  /** Tell whether items of a kind are shown with their picture. */
  const showsPicture = (kind) => WITH_PICTURE.includes(kind);

  return { item, showsPicture };
})();
