// Days as people read them, and today as this computer has it.

const days = (() => {
  const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})$/;

  function today() {
    const now = new Date();
    return [String(now.getFullYear()).padStart(4, "0"), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  }

  function parsed(text) {
    const found = WRITTEN.exec(text ?? "");
    return found ? new Date(Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]))) : null;
  }

  /** Write a day out in a language: 12 de junio de 2017. */
  function long(text, language = speech.language, style = { day: "numeric", month: "long", year: "numeric" }) {
    const day = parsed(text);
    const tag = language === "en" ? "en-GB" : language;
    return day ? new Intl.DateTimeFormat(tag, { ...style, timeZone: "UTC" }).format(day) : "";
  }

  /** Write from when to when. */
  function span(first, last, language) {
    if (!last || last === first) return long(first, language);
    const tag = language === "en" ? "en-GB" : language;
    const [from, until] = [parsed(first), parsed(last)];
    if (!from || !until || until < from) return long(first, language);
    return new Intl.DateTimeFormat(tag, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).formatRange(from, until);
  }

  /** Say at which hour something was kept. */
  function hour(moment) {
    return new Intl.DateTimeFormat(speech.language === "en" ? "en-GB" : speech.language, { hour: "2-digit", minute: "2-digit" }).format(new Date(moment));
  }

  return { today, long, span, hour };
})();
