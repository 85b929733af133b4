// A .zip of stored entries with UTF-8 names, and reading one, be it packed anew by another program
// (PKWARE's APPNOTE 6.3, sections 4.3 and 4.4).

const zip = (() => {
  const LOCAL = 0x04034b50, CENTRAL = 0x02014b50, END = 0x06054b50;
  const UTF_8 = 0x0800, STORED = 0, DEFLATED = 8;
  const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
    for (let bit = 0; bit < 8; bit++) number = number & 1 ? (number >>> 1) ^ 0xedb88320 : number >>> 1;
    return number >>> 0;
  });

  function crc32(bytes) {
    let sum = 0xffffffff;
    for (const byte of bytes) sum = (sum >>> 8) ^ TABLE[(sum ^ byte) & 0xff];
    return (sum ^ 0xffffffff) >>> 0;
  }

  /** Write numbers of two or four bytes, lowest byte first: `[[value, size], …]`. */
  function packed(numbers) {
    const bytes = new Uint8Array(numbers.reduce((all, [, size]) => all + size, 0));
    const view = new DataView(bytes.buffer);
    let at = 0;
    for (const [value, size] of numbers) {
      if (size === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += size;
    }
    return bytes;
  }

  function moment(when) {
    const year = Math.max(when.getFullYear(), 1980);
    return [
      [(when.getHours() << 11) | (when.getMinutes() << 5) | (when.getSeconds() >> 1), 2],
      [((year - 1980) << 9) | ((when.getMonth() + 1) << 5) | when.getDate(), 2],
    ];
  }

  /** Pack files, `[[name, bytes], …]`, into a Blob. */
  function write(files, when = new Date()) {
    const parts = [], directory = [];
    let offset = 0, listed = 0;
    for (const [name, bytes] of files) {
      const title = new TextEncoder().encode(name);
      const about = [[20, 2], [UTF_8, 2], [STORED, 2], ...moment(when), [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [title.length, 2], [0, 2]];
      const head = packed([[LOCAL, 4], ...about]);
      const entry = packed([[CENTRAL, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]);
      parts.push(head, title, bytes);
      directory.push(entry, title);
      offset += head.length + title.length + bytes.length;
      listed += entry.length + title.length;
    }
    const count = files.length;
    const end = packed([[END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [listed, 4], [offset, 4], [0, 2]]);
    return new Blob([...parts, ...directory, end], { type: "application/zip" });
  }

  /** Unpack a Blob into a Map of names and bytes; throws where it is no .zip, or one that cannot be read here. */
  async function read(blob, most) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const view = new DataView(bytes.buffer);
    let end = bytes.length - 22;
    while (end >= 0 && view.getUint32(end, true) !== END) end--;
    if (end < 0) throw new Error("no zip");
    const files = new Map();
    let at = view.getUint32(end + 16, true), total = 0;
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      if (view.getUint32(at, true) !== CENTRAL) throw new Error("broken zip");
      const method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true);
      const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true)));
      const start = view.getUint32(at + 42, true);
      const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
      total += view.getUint32(at + 24, true);
      if (total > most || files.size > 100) throw new Error("too large");
      if (!name.endsWith("/")) files.set(name, await unpacked(bytes.subarray(from, from + size), method, most));
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return files;
  }

  async function unpacked(bytes, method, most) {
    if (method === STORED) return bytes.slice();
    if (method !== DEFLATED || typeof DecompressionStream === "undefined") throw new Error("unknown method");
    const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    const parts = [];
    let size = 0;
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      size += step.value.length;
      if (size > most) throw new Error("too large");
      parts.push(step.value);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  }

  return { write, read, crc32 };
})();
