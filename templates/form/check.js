// Whether a contribution would be refused, by the schema that it is loaded by and by what the schema cannot say.
// A problem is `{path, code, values}`: where, by keys; which sentence says it (`problems.CODE`); what is filled in.

const check = (() => {
  const DATE = /^\d{4}-\d{2}-\d{2}$/, TIME = /^\p{Nd}{1,2}:\p{Nd}{2}$/u;
  const INTEGER = /^[+-]?\d+(_\d+)*(\.0+)?$/;
  const FORBIDDEN = forbiddenSet(DATA.forbidden);
  const PLAIN_MARKS = marksOf(DATA.plain_marks);
  const TITLES = ["title", "teaser", "body"];
  const patterns = new Map();

  /** An old browser that cannot look behind (Safari before 16.4) leaves this one check to the editors. */
  function marksOf(source) {
    try {
      return new RegExp(source, "imu");
    } catch {
      return /$^/;
    }
  }

  function forbiddenSet(written) {
    const numbers = written.split(" ").map((each) => parseInt(each, 36));
    const ranges = [];
    for (let at = 0, next = 0; at < numbers.length; at += 2) {
      const first = next + numbers[at], last = first + numbers[at + 1];
      ranges.push(`\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`);
      next = last + 1;
    }
    return new RegExp(`[${ranges.join("")}]`, "u");
  }

  function pattern(source) {
    if (!patterns.has(source)) patterns.set(source, new RegExp(source, "u"));
    return patterns.get(source);
  }

  const stripped = (text) => text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");

  function resolved(node) {
    while (node?.$ref) node = DATA.schema.$defs[node.$ref.split("/").at(-1)];
    return node;
  }

  /** Look a key up among an object's own: files may have one called `constructor`. */
  const own = (object, key) => (object && Object.hasOwn(object, key) ? object[key] : undefined);

  /** Give the schema of a kind of contribution. */
  function schemaOf(kind) {
    return resolved({ $ref: DATA.schema.discriminator.mapping[kind] });
  }

  /** Tell whether a part of the schema is a text per language. */
  const isText = (node) => Boolean(node.anyOf?.some((each) => each.patternProperties));

  /** Judge a part of a contribution by its part of the schema. */
  function judge(node, value, path) {
    node = resolved(node);
    if (node.anyOf) return judgeText(node, value, path);
    if (node.type === "object") return judgeObject(node, value, path);
    if (node.type === "array") return judgeArray(node, value, path);
    if (typeof value !== "string") return [{ path, code: "wrong" }];
    if (node.const !== undefined || node.enum) return (node.enum ?? [node.const]).includes(value) ? [] : [{ path, code: "choose" }];
    return judgeScalar(node, node.format ? value : stripped(value), path);
  }

  function judgeText(node, value, path) {
    const sort = typeof value === "string" ? "string" : "object";
    const meant = node.anyOf.find((each) => each.type === sort);
    return Array.isArray(value) || !meant ? [{ path, code: "wrong" }] : judge(meant, value, path);
  }

  function judgeObject(node, value, path) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return [{ path, code: "wrong" }];
    const found = [];
    for (const key of node.required ?? []) if (!Object.hasOwn(value, key)) found.push({ path: [...path, key], code: "missing" });
    for (const [key, part] of Object.entries(value)) {
      const child = own(node.properties, key) ?? Object.entries(node.patternProperties ?? {}).find(([each]) => pattern(each).test(key))?.[1];
      found.push(...(child ? judge(child, part, [...path, key]) : [{ path: [...path, key], code: "unknown" }]));
    }
    if (node.minProperties && Object.keys(value).length < node.minProperties) found.push({ path, code: "missing" });
    return found;
  }

  function judgeArray(node, value, path) {
    if (!Array.isArray(value)) return [{ path, code: "wrong" }];
    if (value.length < (node.minItems ?? 0)) return [{ path, code: "missing" }];
    return value.flatMap((each, number) => judge(node.items, each, [...path, number]));
  }

  function judgeScalar(node, text, path) {
    if (node.type === "integer") return judgeNumber(node, text, path);
    if (node.format === "date") return isDate(text) ? [] : [{ path, code: "date" }];
    if (node.format === "time") return isTime(text) ? [] : [{ path, code: "time" }];
    const length = lengthOf(text.normalize("NFC"));
    if (length < (node.minLength ?? 0)) return [{ path, code: "missing" }];
    if (node.maxLength && length > node.maxLength) return [{ path, code: "too_long", values: { most: figure(node.maxLength), length: figure(length) } }];
    if (node.pattern && !pattern(node.pattern).test(text)) return [{ path, code: codeOf(node.pattern) }];
    return [];
  }

  function codeOf(source) {
    if (source.startsWith("^https")) return "address";
    if (source.includes("[0-5]")) return "duration";
    return source.startsWith("^[^\\n") ? "one_line" : "wrong";
  }

  function judgeNumber(node, text, path) {
    const number = INTEGER.test(text) ? Number(text.replaceAll("_", "")) : NaN;
    const low = node.minimum ?? -Infinity, high = node.maximum ?? Infinity;
    if (!(number >= low && number <= high)) return [{ path, code: high === Infinity ? "number" : "number_between", values: { low, high } }];
    return [];
  }

  function isDate(text) {
    if (!DATE.test(text)) return false;
    const [year, month, day] = text.split("-").map(Number);
    const days = [31, (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
  }

  function isTime(text) {
    const [hours, minutes] = text.split(":").map(Number);
    return TIME.test(text) && hours < 24 && minutes < 60;
  }

  /** Give every text of a contribution that is not in a list of its own machinery, with its keys. */
  function* leaves(value, path = []) {
    if (typeof value === "string") yield [path, value];
    else for (const [key, part] of Object.entries(value ?? {})) yield* leaves(part, [...path, Array.isArray(value) ? Number(key) : key]);
  }

  /** Give every field that is a text per language: `[path, value]`. */
  function* texts(node, value, path = []) {
    node = resolved(node);
    for (const [key, part] of Object.entries(value ?? {})) {
      const child = resolved(own(node?.properties, key));
      if (!child) continue;
      if (isText(child)) yield [[...path, key], part];
      else if (child.type === "object") yield* texts(child, part, [...path, key]);
      else if (child.type === "array" && Array.isArray(part)) for (const [number, each] of part.entries()) if (typeof each === "object") yield* texts(child.items, each, [...path, key, number]);
    }
  }

  /** Judge a whole contribution: every problem, in the order of its keys. */
  function contribution(data) {
    const known = Object.keys(DATA.schema.discriminator.mapping);
    if (!known.includes(data?.kind)) return [{ path: ["kind"], code: data?.kind === undefined ? "missing" : "choose" }];
    const node = schemaOf(data.kind);
    const found = [...judge(node, data, []), ...characters(data)];
    const size = new TextEncoder().encode(yaml.write(data)).length;
    if (size > DATA.limits.yaml) found.push({ path: [], code: "too_large", values: { most: figure(DATA.limits.yaml / 1024) } });
    if (found.some((each) => ["wrong", "unknown"].includes(each.code))) return found;
    return [...found, ...references(data), ...dates(data), ...languages(node, data), ...placeholders(node, data), ...places(data), ...marks(node, data)];
  }

  function characters(data) {
    return [...leaves(data)].flatMap(([path, text]) => {
      const found = FORBIDDEN.exec(text);
      if (!found) return [];
      const name = `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      return [{ path, code: "character", values: { name, before: stripped(text.slice(Math.max(0, found.index - 20), found.index)) } }];
    });
  }

  function references(data) {
    const ids = new Set(DATA.projects.map((project) => project.id));
    const found = data.project === undefined || ids.has(stripped(data.project)) ? [] : [{ path: ["project"], code: "project" }];
    for (const [number, other] of (data.other_projects ?? []).entries()) if (!ids.has(stripped(other))) found.push({ path: ["other_projects", number], code: "project" });
    for (const [number, state] of (data.states ?? []).entries()) if (!DATA.states.includes(stripped(state).normalize("NFC"))) found.push({ path: ["states", number], code: "state" });
    return found;
  }

  function dates(data) {
    const found = [];
    const day = (text) => (text ? stripped(text) : "");
    if (data.ends_on && data.starts_on && day(data.ends_on) < day(data.starts_on)) found.push({ path: ["ends_on"], code: "ends_before" });
    if ((data.starts_at || data.sessions?.length) && !data.timezone) found.push({ path: ["timezone"], code: "zone_missing" });
    if (data.timezone && !DATA.zones.includes(stripped(data.timezone))) found.push({ path: ["timezone"], code: "zone" });
    if (data.embargo_until && data.expires_on && day(data.expires_on) < day(data.embargo_until)) found.push({ path: ["expires_on"], code: "expires_before" });
    return found;
  }

  function languages(node, data) {
    return [...texts(node, data)].flatMap(([path, text]) => (typeof text === "object" && data.language !== undefined && !Object.hasOwn(text, stripped(data.language)) ? [{ path: [...path, data.language], code: "original" }] : []));
  }

  function placeholders(node, data) {
    const { mark, exactly, day } = DATA.placeholders;
    const isDay = (path) => path.length && ["date"].includes(nodeAt(node, path)?.format);
    return [...leaves(data)].flatMap(([path, text]) => {
      const value = stripped(text);
      return value.includes(mark) || exactly.includes(value) || (value === day && isDay(path)) ? [{ path, code: "placeholder" }] : [];
    });
  }

  function nodeAt(node, path) {
    for (const key of path) node = resolved(typeof key === "number" ? resolved(node)?.items : resolved(node)?.properties?.[key]);
    return node;
  }

  function places(data) {
    return data.kind === "event" && !data.place && !data.online ? [{ path: ["place", data.language], code: "somewhere" }] : [];
  }

  function marks(node, data) {
    const found = [];
    for (const [path, text] of texts(node, data)) {
      for (const [language, words] of typeof text === "string" ? [[null, text]] : Object.entries(text)) {
        const where = language === null ? path : [...path, language];
        found.push(...(isMarkdown(path) ? ofBody(stripped(words), where) : ofPlain(stripped(words), where)));
      }
    }
    return found;
  }

  const isMarkdown = (path) => path[0] === "body" || (path[0] === "sessions" && path.at(-1) === "text");

  function ofPlain(words, path) {
    const found = PLAIN_MARKS.exec(words);
    return found ? [{ path, code: "plain", values: { mark: found[0].trim().slice(0, 40) } }] : [];
  }

  function ofBody(words, path) {
    if (new TextEncoder().encode(words).length > DATA.limits.markdown) return [{ path, code: "too_much", values: { most: figure(DATA.limits.markdown) } }];
    const [lost] = markdown.lost(words);
    return lost === undefined ? [] : [{ path, code: "lost_link", values: { address: lost.slice(0, 80) || "[…]()" } }];
  }

  /** How many characters a text should have at most, where it has a budget. */
  function budget(field, language) {
    const budgets = DATA.budgets[field];
    return TITLES.includes(field) && budgets ? (budgets[language] ?? budgets.en) : null;
  }

  return { contribution, schemaOf, resolved, isText, nodeAt, budget, stripped };
})();
