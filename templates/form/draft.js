// What somebody is writing: kept in the browser at every change, several drafts beside each other.
// Fields hold what was typed, for all kinds and languages at once, so that choosing another loses nothing.

const drafts = (() => {
  const KEY = `iki-news-form:${DATA.list}`;
  const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  let canKeep = true;

  /** Begin a draft; whoever writes another one writes it for the same project, as the same person. */
  function fresh() {
    const [last] = all();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return {
      id: [...bytes].map((byte) => ALPHABET[byte % 32]).join(""),
      changed_at: null,
      saved_at: null,
      original: DATA.languages.includes(speech.language) ? speech.language : DATA.languages[0],
      shown: null,
      fields: { timezone: DATA.timezone, ...(last?.fields.project ? { project: last.fields.project } : {}) },
      sender: { name: "", address: "", ...last?.sender },
    };
  }

  /** Read all drafts, the last changed first. */
  function all() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      return Object.values(kept).filter((each) => each?.id && each.fields).sort((one, other) => (other.changed_at ?? "").localeCompare(one.changed_at ?? ""));
    } catch {
      canKeep = false;
      return [];
    }
  }

  function write(change) {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      change(kept);
      localStorage.setItem(KEY, JSON.stringify(kept));
      canKeep = true;
    } catch {
      canKeep = false;
    }
    return canKeep;
  }

  const keep = (draft) => write((kept) => (kept[draft.id] = { ...draft, changed_at: (draft.changed_at = new Date().toISOString()) }));
  const forget = (id) => write((kept) => delete kept[id]);

  /** Read or write a field by its path, as in `links.0.text.es`. */
  function get(draft, path) {
    return path.split(".").reduce((part, key) => part?.[key], draft.fields);
  }

  function set(draft, path, value) {
    const keys = path.split(".");
    const last = keys.pop();
    let part = draft.fields;
    for (const [number, key] of keys.entries()) {
      const next = keys[number + 1] ?? last;
      if (part[key] === undefined || typeof part[key] !== "object") part[key] = /^\d+$/.test(next) ? [] : {};
      part = part[key];
    }
    part[last] = value;
  }

  /** Make the contribution of a draft: what its kind has, and only what was filled in. */
  function contribution(draft, today) {
    const kind = draft.fields.kind;
    const given = { ...draft.fields, language: draft.original, received_on: today };
    if (!check.stripped(given.released?.by ?? "")) delete given.released;
    else given.released = { by: given.released.by, on: given.released.on || today };
    if (!filled(check.stripped(given.starts_at ?? "")) && !given.sessions?.length) delete given.timezone;
    const schema = kind ? check.schemaOf(kind) : { type: "object", properties: Object.fromEntries(Object.keys(given).map((key) => [key, check.schemaOf("news").properties[key]]).filter(([, node]) => node)) };
    const made = built(schema, given, draft.original) ?? {};
    return inOrder(made, ["kind", "project", "language", "received_on", "released", "title", "teaser", "body"]);
  }

  const filled = (value) => value !== undefined && value !== "";

  function inOrder(made, first) {
    const rest = Object.keys(made).filter((key) => !first.includes(key));
    return Object.fromEntries([...first.filter((key) => key in made), ...rest].map((key) => [key, made[key]]));
  }

  function built(node, value, original) {
    node = check.resolved(node);
    if (value === undefined || value === null) return undefined;
    if (check.isText(node)) return builtText(value, original);
    if (node.type === "object") {
      const parts = Object.keys(node.properties).map((key) => [key, built(node.properties[key], value[key], original)]).filter(([, part]) => part !== undefined);
      return parts.length ? Object.fromEntries(parts) : undefined;
    }
    if (node.type === "array") {
      const entries = (Array.isArray(value) ? value : []).map((each) => built(node.items, each, original)).filter((each) => each !== undefined);
      return entries.length ? entries : undefined;
    }
    const text = clean(String(value));
    return text || undefined;
  }

  function builtText(value, original) {
    if (typeof value === "string") return clean(value) || undefined;
    const written = Object.entries(value).map(([language, words]) => [language, clean(words ?? "")]).filter(([, words]) => words);
    if (!written.length) return undefined;
    const first = written.sort(([one], [other]) => (other === original) - (one === original));
    return first.length === 1 && first[0][0] === original ? first[0][1] : Object.fromEntries(first);
  }

  const clean = (text) => check.stripped(text.replace(/\r\n?/g, "\n").normalize("NFC"));

  /** Make a draft of a contribution that was saved: texts that stand alone are the original's. */
  function of(data, about) {
    const draft = { ...fresh(), id: about.id, saved_at: about.saved_at ?? null, sender: { name: "", address: "", ...about.sender }, original: data.language };
    const node = check.schemaOf(data.kind);
    draft.fields = { timezone: DATA.timezone, ...opened(node, data, data.language) };
    return draft;
  }

  function opened(node, value, original) {
    node = check.resolved(node);
    if (!node) return value;
    if (check.isText(node)) return typeof value === "string" ? { [original]: value } : value;
    if (node.type === "array" && Array.isArray(value)) return value.map((each) => opened(node.items, each, original));
    if (node.type !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, opened(node.properties?.[key], part, original)]));
  }

  return { fresh, all, keep, forget, get, set, contribution, of, canKeep: () => canKeep };
})();
