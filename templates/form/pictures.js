// Pictures: drawn anew and smaller, as JPEG, so that nothing goes along of where and when they were taken; and a place
// in the browser where they wait beside their draft.

const pictures = (() => {
  const QUALITY = 0.86;
  const waiting = new Map(); // `DRAFT/FILE` to a Blob: what this page has at hand
  const addresses = new Map(); // the same to an address that an <img> can show

  const key = (draft, file) => `${draft.id}/${file}`;

  /** Draw a picture anew, turned as its camera meant it, at most `DATA.limits.pixels` wide and high. */
  async function redrawn(file) {
    const image = await opened(file);
    const wide = image.naturalWidth, high = image.naturalHeight;
    if (!wide || !high) throw new Error("no pixels");
    const scale = Math.min(1, DATA.limits.pixels / Math.max(wide, high));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(wide * scale));
    canvas.height = Math.max(1, Math.round(high * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff"; // JPEG has no transparency
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = "high";
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob) throw new Error("not drawn");
    return { blob, width: canvas.width, height: canvas.height };
  }

  async function opened(file) {
    const image = new Image();
    const address = URL.createObjectURL(file);
    try {
      image.src = address;
      await image.decode();
      return image;
    } finally {
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    }
  }

  /** Name a picture after its file, as no other of the draft is named. */
  function nameFor(file, taken) {
    const plain = file.name.replace(/\.[^.]*$/, "").normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 40);
    const stem = plain || "picture";
    for (let number = 1; ; number++) {
      const name = `images/${stem}${number > 1 ? `-${number}` : ""}.jpg`;
      if (!taken.includes(name)) return name;
    }
  }

  function hold(draft, file, blob) {
    waiting.set(key(draft, file), blob);
    const old = addresses.get(key(draft, file));
    if (old) URL.revokeObjectURL(old);
    addresses.set(key(draft, file), URL.createObjectURL(blob));
  }

  const blobOf = (draft, file) => waiting.get(key(draft, file));
  const addressOf = (draft, file) => addresses.get(key(draft, file));

  function database() {
    return new Promise((done, fail) => {
      const request = indexedDB.open(`iki-news-form:${DATA.list}`, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("pictures");
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  }

  async function inStore(mode, act) {
    const opened = await database();
    try {
      const transaction = opened.transaction("pictures", mode);
      const request = act(transaction.objectStore("pictures"));
      return await new Promise((done, fail) => {
        transaction.oncomplete = () => done(request.result);
        transaction.onabort = () => fail(transaction.error);
      });
    } finally {
      opened.close();
    }
  }

  /** Keep a picture beside its draft; tells whether that worked. In a private window, WebKit keeps bytes and no Blob. */
  async function keep(draft, file, blob) {
    hold(draft, file, blob);
    try {
      const kept = { bytes: await blob.arrayBuffer(), type: blob.type };
      await inStore("readwrite", (store) => store.put(kept, key(draft, file)));
      return true;
    } catch {
      return false;
    }
  }

  async function drop(draft, file) {
    waiting.delete(key(draft, file));
    try {
      await inStore("readwrite", (store) => store.delete(key(draft, file)));
    } catch {
      // What was never kept need not go.
    }
  }

  /** Bring back what waits beside a draft; gives the names of those that are lost. */
  async function bringBack(draft) {
    const lost = [];
    for (const image of draft.fields.images ?? []) {
      if (!image?.file || blobOf(draft, image.file)) continue;
      let blob = null;
      try {
        const kept = await inStore("readonly", (store) => store.get(key(draft, image.file)));
        if (kept) blob = kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type }); // older forms kept a Blob
      } catch {
        // As good as lost.
      }
      if (blob) hold(draft, image.file, blob);
      else lost.push(image.file);
    }
    return lost;
  }

  return { redrawn, nameFor, keep, drop, bringBack, blobOf, addressOf };
})();
