// The Markdown that a body may hold, as the newsletter renders it: paragraphs, headings, lists, quotations, emphasis,
// links. First to a tree, which the preview shows and the check looks for links in; raw HTML stays text.

const markdown = (() => {
  const DEFINITION = /^ {0,3}\[([^\[\]]+)\]: *\n? *(?:<([^<>\n]*)>|(\S+))(?: +(?:"[^"]*"|'[^']*'|\([^()]*\)))? *$/;
  const BULLET = /^( {0,3})([-*+])( +|$)(.*)$/;
  const NUMBER = /^( {0,3})(\d{1,9})([.)])( +|$)(.*)$/;
  const PUNCTUATION = /[!-/:-@[-`{-~\p{P}\p{S}]/u;
  const MOST_BRACKETS = 400, DEEPEST = 20;

  /** Read a text into blocks: `{type, children | inline, start?}`. */
  function parse(text) {
    const definitions = new Map();
    const lines = text.split("\n").filter((line) => !define(line, definitions));
    return blocks(lines, { definitions, hasLinks: text.split("[").length - 1 <= MOST_BRACKETS, depth: 0 });
  }

  function define(line, definitions) {
    const found = DEFINITION.exec(line);
    if (!found) return false;
    const name = normal(found[1]);
    if (!definitions.has(name)) definitions.set(name, found[2] ?? found[3]);
    return true;
  }

  const normal = (name) => name.trim().replace(/\s+/g, " ").toLowerCase();

  function blocks(lines, about) {
    const found = [];
    let paragraph = [];
    const close = () => {
      if (paragraph.length) found.push({ type: "p", inline: inline(paragraph.map((line) => line.trimStart()).join("\n").trimEnd(), about) });
      paragraph = [];
    };
    for (let at = 0; at < lines.length; ) {
      const line = lines[at];
      const heading = /^ {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(line);
      const mark = about.depth < DEEPEST ? marked(line) : null;
      if (!line.trim()) {
        close();
        at++;
      } else if (heading) {
        close();
        found.push({ type: "h4", inline: inline((heading[1] ?? "").trim(), about) });
        at++;
      } else if (paragraph.length && /^ {0,3}(=+|-+) *$/.test(line)) {
        found.push({ type: "h4", inline: inline(paragraph.join("\n").trim(), about) });
        paragraph = [];
        at++;
      } else if (/^ {0,3}>/.test(line) && about.depth < DEEPEST) {
        close();
        const inside = [];
        while (at < lines.length && (/^ {0,3}>/.test(lines[at]) || (lines[at].trim() && !marked(lines[at])))) inside.push(lines[at++].replace(/^ {0,3}> ?/, ""));
        found.push({ type: "blockquote", children: blocks(inside, deeper(about)) });
      } else if (mark && (!paragraph.length || (mark.rest && (!mark.ordered || mark.start === 1)))) {
        close();
        const list = { type: mark.ordered ? "ol" : "ul", start: mark.start, children: [] };
        at = entries(list, mark, lines, at, about);
        found.push(list);
      } else {
        paragraph.push(line);
        at++;
      }
    }
    close();
    return found;
  }

  function marked(line) {
    const bullet = BULLET.exec(line), number = NUMBER.exec(line);
    if (bullet) return { ordered: false, sign: bullet[2], rest: bullet[4], width: bullet[1].length + 1 + gap(bullet[3]) };
    if (number) return { ordered: true, sign: number[3], start: Number(number[2]), rest: number[5], width: number[1].length + number[2].length + 1 + gap(number[4]) };
    return null;
  }

  const gap = (spaces) => (spaces.length >= 1 && spaces.length <= 4 ? spaces.length : 1);

  const deeper = (about) => ({ ...about, depth: about.depth + 1 });

  function entries(list, first, lines, at, about) {
    for (let mark = first; mark && mark.ordered === first.ordered && mark.sign === first.sign; mark = at < lines.length ? marked(lines[at]) : null) {
      const inside = [lines[at++].slice(mark.width)];
      for (; at < lines.length; at++) {
        const line = lines[at], indent = line.length - line.trimStart().length;
        if (!line.trim()) {
          const next = lines[at + 1];
          if (next === undefined || (next.trim() && next.length - next.trimStart().length < mark.width)) break;
          inside.push("");
        } else if (indent >= mark.width) inside.push(line.slice(mark.width));
        else if (marked(line) || /^ {0,3}[>#]/.test(line) || !inside.at(-1).trim()) break;
        else inside.push(line);
      }
      while (at < lines.length && !lines[at].trim() && marked(lines[at + 1] ?? "")) at++;
      const children = blocks(inside, deeper(about));
      list.children.push({ type: "li", children });
    }
    return at;
  }

  /** Read a line into nodes: texts, `br`, and `{type: strong | em | a | code | image, children | text, href}`. */
  function inline(text, about) {
    const nodes = [];
    for (let at = 0; at < text.length; ) {
      const step = (text[at] === "[" || text.startsWith("![", at)) && about.hasLinks ? link(text, at, about) : other(text, at);
      if (step.node !== undefined) nodes.push(step.node);
      at = step.end;
    }
    return emphasised(nodes);
  }

  function other(text, at) {
    const sign = text[at];
    if (sign === "\\" && /[!-/:-@[-`{-~]/.test(text[at + 1] ?? "")) return { node: text[at + 1], end: at + 2 };
    if (sign === "\\" && text[at + 1] === "\n") return { node: { type: "br" }, end: at + 2 };
    if (sign === "\n") return { node: /  $/.test(text.slice(0, at)) ? { type: "br" } : "\n", end: at + 1 };
    if (sign === "`") return code(text, at);
    if (sign === "<") {
      const auto = /^<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*)>/.exec(text.slice(at));
      const mail = /^<([a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9.-]+)>/.exec(text.slice(at));
      if (auto) return { node: { type: "a", href: auto[1], children: [auto[1]] }, end: at + auto[0].length };
      if (mail) return { node: { type: "a", href: `mailto:${mail[1]}`, children: [mail[1]] }, end: at + mail[0].length };
    }
    if (sign === "*" || sign === "_") {
      let end = at;
      while (text[end] === sign) end++;
      return { node: delimiter(text, at, end), end };
    }
    const plain = /^[^\\\n`<*_[!]+/.exec(text.slice(at));
    return plain ? { node: plain[0], end: at + plain[0].length } : { node: sign, end: at + 1 };
  }

  function code(text, at) {
    const ticks = /^`+/.exec(text.slice(at))[0];
    for (let end = text.indexOf(ticks, at + ticks.length); end !== -1; end = text.indexOf(ticks, end + 1)) {
      const run = /^`+/.exec(text.slice(end))[0];
      if (run.length === ticks.length && text[end - 1] !== "`") return { node: { type: "code", text: text.slice(at + ticks.length, end) }, end: end + ticks.length };
      end += run.length - 1;
    }
    return { node: ticks, end: at + ticks.length };
  }

  function link(text, at, about) {
    const isImage = text[at] === "!";
    const open = at + (isImage ? 2 : 1);
    const close = closing(text, open);
    if (close === -1) return { node: text.slice(at, open), end: open };
    const words = text.slice(open, close);
    const target = destination(text, close + 1) ?? reference(text, close + 1, words, about.definitions);
    if (!target) return { node: text.slice(at, open), end: open };
    const children = inline(words, about);
    if (!isImage && children.some(holdsLink)) return { node: text.slice(at, open), end: open };
    return { node: isImage ? { type: "image", text: words } : { type: "a", href: target.href, children }, end: target.end };
  }

  const holdsLink = (node) => node.type === "a" || (node.children ?? []).some(holdsLink);

  /** Find the bracket that closes one, past those inside, code and what is escaped. */
  function closing(text, from) {
    for (let at = from, depth = 1; at < text.length; ) {
      if (text[at] === "\\") at += 2;
      else if (text[at] === "`") at = code(text, at).end;
      else if (text[at] === "<") at = other(text, at).end;
      else {
        if (text[at] === "[") depth++;
        if (text[at] === "]" && --depth === 0) return at;
        at++;
      }
    }
    return -1;
  }

  function destination(text, at) {
    const rest = text.slice(at);
    const found = /^\(\s*(?:<((?:[^<>\n\\]|\\.)*)>|((?:[^\s()\\\x00-\x1f]|\\[^\n]|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*))(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)/.exec(rest);
    if (!found || (found[1] === undefined && found[2].startsWith("<"))) return null;
    return { href: unescaped(found[1] ?? found[2]), end: at + found[0].length };
  }

  const unescaped = (address) => address.replace(/\\([!-/:-@[-`{-~])/g, "$1").replaceAll("&amp;", "&");

  function reference(text, at, words, definitions) {
    const found = /^\[([^\[\]]*)\]/.exec(text.slice(at));
    const href = definitions.get(normal(found && found[1] ? found[1] : words));
    return href === undefined ? null : { href: unescaped(href), end: at + (found ? found[0].length : 0) };
  }

  function delimiter(text, at, end) {
    const before = [...text.slice(0, at)].at(-1) ?? " ", after = String.fromCodePoint(text.codePointAt(end) ?? 32);
    const left = !/\s/.test(after) && (!PUNCTUATION.test(after) || /\s/.test(before) || PUNCTUATION.test(before));
    const right = !/\s/.test(before) && (!PUNCTUATION.test(before) || /\s/.test(after) || PUNCTUATION.test(after));
    const sign = text[at];
    const opens = left && (sign === "*" || !right || PUNCTUATION.test(before));
    const closes = right && (sign === "*" || !left || PUNCTUATION.test(after));
    return { type: "delimiter", sign, count: end - at, opens, closes };
  }

  /** Pair the stars and underscores of a line; those without a partner stay what they are. */
  function emphasised(nodes) {
    for (let at = 0; at < nodes.length; at++) {
      const closer = nodes[at];
      if (closer.type !== "delimiter" || !closer.closes) continue;
      let from = at - 1;
      while (from >= 0 && !(nodes[from].type === "delimiter" && nodes[from].sign === closer.sign && nodes[from].opens && nodes[from].count)) from--;
      if (from < 0 || !closer.count) continue;
      const opener = nodes[from], use = opener.count > 1 && closer.count > 1 ? 2 : 1;
      const made = { type: use === 2 ? "strong" : "em", children: emphasised(nodes.slice(from + 1, at)) };
      opener.count -= use;
      closer.count -= use;
      nodes.splice(from + 1, at - from - 1, made);
      at = closer.count ? from + 1 : from + 2;
    }
    return nodes.map((node) => (node.type === "delimiter" ? node.sign.repeat(node.count) : node)).filter((node) => node !== "");
  }

  /** Give every link's address and every piece of text of a body. */
  function* pieces(nodes) {
    for (const node of nodes) {
      if (typeof node === "string") yield { text: node };
      else if (node.type === "image" || node.type === "code") continue;
      else {
        if (node.type === "a") yield { href: node.href };
        yield* pieces(node.inline ?? node.children ?? []);
      }
    }
  }

  /** Join texts that stand beside each other, so that an address is found whole. */
  function joined(nodes) {
    const found = [];
    for (const node of nodes) {
      if (typeof node === "string" && typeof found.at(-1) === "string" && node !== "\n" && found.at(-1) !== "\n") found.push(found.pop() + node);
      else found.push(typeof node === "string" ? node : { ...node, inline: node.inline && joined(node.inline), children: node.children && joined(node.children) });
    }
    return found;
  }

  /** Give the addresses that no edition would lead to. */
  function lost(text) {
    const found = [];
    for (const piece of pieces(joined(parse(text)))) {
      if (piece.href !== undefined && !/^(https:\/\/|mailto:)/.test(piece.href)) found.push(piece.href);
      else if (piece.text !== undefined) found.push(...(piece.text.match(/http:\/\/[^\s<>"“”„»]*[^\s<>"“”„».,;:!?)\]]/gi) ?? []));
    }
    return found;
  }

  /** Show a body as the newsletter will. */
  function nodes(text, isTight = false) {
    return parse(text).map((block) => shown(block, isTight));
  }

  function shown(node, isTight) {
    if (typeof node === "string") return node === "\n" ? " " : node;
    if (node.type === "br") return h("br");
    if (node.type === "image" || node.type === "code") return node.text;
    const inside = (node.inline ?? node.children).map((child) => shown(child, isTight || node.type === "li"));
    if (node.type === "p" && isTight) return h("span", {}, inside, " ");
    if (node.type === "a") return /^(https:\/\/|mailto:)/.test(node.href) ? h("a", { href: node.href, rel: "noopener", target: "_blank" }, inside) : h("span", {}, inside);
    return h(node.type, node.type === "ol" && node.start !== 1 ? { start: node.start } : {}, inside);
  }

  return { parse, lost, nodes };
})();
