// The parcel: a .zip with contribution.yaml, form.json and the pictures; writing it, handing it over, opening it again.

const parcel = (() => {
  const PICTURE = /^images\/[A-Za-z0-9][A-Za-z0-9._-]*\.(jpe?g|png|webp)$/;
  const TYPES = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", webp: "image/webp" };

  const moment = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

  function nameOf(draft) {
    return `${draft.fields.project}-${draft.fields.kind}-${draft.id.slice(0, 4)}.zip`;
  }

  /** Pack a draft; gives a File. */
  async function pack(draft, contribution) {
    const about = { parcel: 1, id: draft.id, issue: DATA.issue?.id ?? null, saved_at: moment(), sender: { name: draft.sender.name.trim(), address: draft.sender.address.trim() }, language: speech.language };
    const text = (words) => new TextEncoder().encode(words);
    const files = [["contribution.yaml", text(yaml.write(contribution))], ["form.json", text(JSON.stringify(about, null, 1) + "\n")]];
    for (const image of contribution.images ?? []) {
      const blob = pictures.blobOf(draft, image.file);
      if (blob) files.push([image.file, new Uint8Array(await blob.arrayBuffer())]);
    }
    return new File([zip.write(files)], nameOf(draft), { type: "application/zip" });
  }

  /** Say what keeps a draft from being packed that no field shows: too many or too large pictures, or lost ones. */
  function faults(draft, contribution) {
    const images = contribution.images ?? [];
    const blobs = images.map((image) => pictures.blobOf(draft, image.file));
    const found = [];
    for (const [number, blob] of blobs.entries()) if (!blob) found.push({ path: ["images", number], code: "picture_lost" });
    if (images.length + 2 > DATA.limits.files) found.push({ path: ["images"], code: "too_many_pictures", values: { most: DATA.limits.files - 2 } });
    const size = blobs.reduce((all, blob) => all + (blob?.size ?? 0), 0);
    if (size + 2 * DATA.limits.yaml > DATA.limits.parcel) found.push({ path: ["images"], code: "too_heavy", values: { most: Math.floor(DATA.limits.parcel / 1048576) } });
    return found;
  }

  /** Let the browser save a file. */
  function save(file) {
    const address = URL.createObjectURL(file);
    const link = h("a", { href: address, download: file.name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  /** Tell whether this device can hand a file to other programs. */
  function canShare() {
    try {
      return Boolean(navigator.canShare?.({ files: [new File(["x"], "x.zip", { type: "application/zip" })] }));
    } catch {
      return false;
    }
  }

  /** Write the mail that the file is to be attached to. */
  function mail(draft) {
    const title = local(draft.fields.title ?? {}, draft.original).replace(/\s+/g, " ").trim();
    const project = projects.find(draft.fields.project);
    const values = { newsletter: local(DATA.title), project: project ? local(project.short) : "", title, file: nameOf(draft), issue: DATA.issue?.id ?? "", name: draft.sender.name.trim() };
    const subject = t(DATA.issue ? "mail.subject_issue" : "mail.subject", values), body = t("mail.body", values);
    return `mailto:${DATA.answer_to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
  }

  /** Open a parcel: gives the draft it holds and its pictures; throws where it is none. */
  async function open(blob) {
    if (blob.size > DATA.limits.parcel) throw new Error("too large");
    const files = await zip.read(blob, 4 * DATA.limits.parcel);
    const read = (name) => new TextDecoder("utf-8", { fatal: true }).decode(files.get(name));
    const about = JSON.parse(read("form.json"));
    const data = yaml.read(read("contribution.yaml"));
    if (about.parcel !== 1 || !/^[a-z2-7]{16}$/.test(about.id) || !Object.hasOwn(DATA.schema.discriminator.mapping, data.kind) || typeof data.language !== "string") throw new Error("no parcel");
    if (!DATA.languages.includes(data.language)) throw new Error("language");
    const draft = drafts.of(data, { id: about.id, saved_at: about.saved_at, sender: { name: String(about.sender?.name ?? ""), address: String(about.sender?.address ?? "") } });
    const images = [...files].filter(([name]) => PICTURE.test(name)).map(([name, bytes]) => [name, new Blob([bytes], { type: TYPES[name.split(".").at(-1)] })]);
    return { draft, images };
  }

  return { pack, faults, save, canShare, mail, open, nameOf };
})();
