// Plain YAML: mappings, lists and texts, as `iki-news` reads it; and reading back what this page has written.

const yaml = (() => {
  const BARE = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
  const MEANS_MORE = /^(y|n|yes|no|on|off|true|false|null|~)$/i;
  const KEY = /^([A-Za-z0-9_-]+):(?: +(.*))?$/;

  /** Write data, whose leaves are texts, as YAML. */
  function write(data) {
    return mapping(data, "").join("\n") + "\n";
  }

  function mapping(data, indent) {
    return Object.entries(data).flatMap(([key, value]) => under(`${indent}${key}:`, value, indent));
  }

  function under(head, value, indent) {
    if (typeof value === "string") return scalar(head, value, indent);
    if (Array.isArray(value)) return value.length ? [head, ...list(value, indent + "  ")] : [`${head} []`];
    return Object.keys(value).length ? [head, ...mapping(value, indent + "  ")] : [`${head} {}`];
  }

  function list(entries, indent) {
    return entries.flatMap((entry) => {
      if (typeof entry === "string") return scalar(`${indent}-`, entry, indent);
      if (Array.isArray(entry)) return under(`${indent}-`, entry, indent);
      const [first, ...others] = mapping(entry, indent + "  ");
      return first === undefined ? [`${indent}- {}`] : [`${indent}- ${first.trimStart()}`, ...others];
    });
  }

  function scalar(head, text, indent) {
    if (BARE.test(text) && !MEANS_MORE.test(text)) return [`${head} ${text}`];
    if (!isBlock(text)) return [`${head} ${quoted(text)}`];
    return [`${head} |-`, ...text.split("\n").map((line) => (line ? `${indent}  ${line}` : ""))];
  }

  /** Tell whether a text of several lines can stand as it is: its first line sets the indent, its last is not empty. */
  function isBlock(text) {
    return text.includes("\n") && /^[^\s]/.test(text) && /[^\s]$/.test(text);
  }

  function quoted(text) {
    const signs = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t" };
    return `"${text.replace(/[\\"\n\t]/g, (sign) => signs[sign])}"`;
  }

  /** Read what `write` writes, and a little more that an editor may have made of it; throws at anything else. */
  function read(text) {
    const lines = text.replace(/^\ufeff/, "").split(/\r?\n/).map((line) => ({ indent: line.length - line.trimStart().length, text: line.trim(), raw: line }));
    const cursor = { lines, at: 0 };
    const data = block(cursor, 0);
    skip(cursor);
    if (cursor.at < lines.length) throw new Error(`line ${cursor.at + 1}`);
    return data;
  }

  function skip(cursor) {
    while (cursor.at < cursor.lines.length && /^(#|$)/.test(cursor.lines[cursor.at].text)) cursor.at++;
  }

  function block(cursor, least) {
    skip(cursor);
    const line = cursor.lines[cursor.at];
    if (!line || line.indent < least) return null;
    return line.text.startsWith("- ") || line.text === "-" ? sequence(cursor, line.indent) : keys(cursor, line.indent);
  }

  function keys(cursor, indent) {
    const data = {};
    for (skip(cursor); cursor.lines[cursor.at]?.indent === indent; skip(cursor)) {
      const found = KEY.exec(cursor.lines[cursor.at].text);
      if (!found || found[1] === "__proto__" || Object.hasOwn(data, found[1])) throw new Error(`line ${cursor.at + 1}`);
      cursor.at++;
      const value = given(cursor, found[2] ?? "", indent);
      if (value !== null) data[found[1]] = value;
    }
    return data;
  }

  function sequence(cursor, indent) {
    const entries = [];
    for (skip(cursor); cursor.lines[cursor.at]?.indent === indent && /^-( |$)/.test(cursor.lines[cursor.at].text); skip(cursor)) {
      const line = cursor.lines[cursor.at];
      const rest = line.text.slice(1).trim();
      if (KEY.test(rest) || /^-( |$)/.test(rest)) {
        line.indent += line.raw.trimStart().length - line.raw.trimStart().slice(1).trimStart().length;
        line.text = rest;
        entries.push(block(cursor, line.indent));
      } else {
        cursor.at++;
        entries.push(given(cursor, rest, indent) ?? "");
      }
    }
    return entries;
  }

  function given(cursor, rest, indent) {
    const style = /^([|>])([+-]?)$/.exec(rest);
    if (style) return literal(cursor, style, indent);
    if (rest === "") {
      skip(cursor);
      const next = cursor.lines[cursor.at];
      const isList = next && next.indent === indent && /^-( |$)/.test(next.text);
      return isList ? sequence(cursor, indent) : block(cursor, indent + 1);
    }
    if (rest === "[]") return [];
    if (rest === "{}") return {};
    if (/^\[.*\]$/.test(rest)) return rest.slice(1, -1).split(",").map((each) => plain(each.trim()));
    return plain(rest);
  }

  function literal(cursor, [, sort, ending], indent) {
    const taken = [];
    while (cursor.at < cursor.lines.length) {
      const line = cursor.lines[cursor.at];
      if (line.raw.trim() && line.raw.length - line.raw.replace(/^ +/, "").length <= indent) break;
      taken.push(line.raw);
      cursor.at++;
    }
    const first = taken.find((line) => line.trim()) ?? "";
    const depth = first.length - first.replace(/^ +/, "").length;
    const text = taken.map((line) => line.slice(depth)).join("\n").replace(/\n+$/, "");
    const joined = sort === ">" ? text.replace(/([^\n])\n(?=[^\n])/g, "$1 ").replace(/\n\n/g, "\n") : text;
    return ending === "-" ? joined : joined + "\n";
  }

  function plain(text) {
    if (text.startsWith('"')) {
      const found = /^"((?:[^"\\]|\\.)*)"\s*(#.*)?$/.exec(text);
      if (!found) throw new Error("quotes");
      return found[1].replace(/\\(.)/g, (_, sign) => ({ n: "\n", t: "\t" })[sign] ?? sign);
    }
    if (text.startsWith("'")) {
      const found = /^'((?:[^']|'')*)'\s*(#.*)?$/.exec(text);
      if (!found) throw new Error("quotes");
      return found[1].replaceAll("''", "'");
    }
    if (/^[&*!{}[\]@`%|>]/.test(text)) throw new Error("not plain");
    return text.replace(/\s+#.*$/, "");
  }

  return { write, read };
})();
