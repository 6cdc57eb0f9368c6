// The search page: what a reader types and chooses, looked up in the index below search/.
//
// The index is made of script files, each of which calls searchPart(name, content): so it works from a disk too, where
// a page may load scripts and nothing else. docs/decisions/0021-search-index.md has the format; the Python package
// synthesite/search/ writes it, and synthesite/text/search_words.py tells words apart as `tokens` does here.
"use strict";
(() => {
  const root = document.getElementById("search");
  const [field, list, status, more, sort] = ["q", "list", "found", "more", "sort"].map((id) => document.getElementById(id));
  const chips = root.querySelector(".search-chips");
  const facets = [...root.querySelectorAll("[data-facet]")];
  const words = root.dataset;
  const pageLanguage = document.documentElement.lang || "en";
  const figure = new Intl.NumberFormat(pageLanguage);
  const BLOCK = 20; // results shown at once
  const PREFIX_FILES = 3; // files looked into for the words that begin with what is typed
  const VERIFIED_AT_ONCE = 200; // studies in which a phrase is looked for before the reader is asked
  const LEVELS = 8; // weights that a posting can have
  const LONGEST = 30; // characters of a word in the index

  // ---- Loading -----------------------------------------------------------------------------------------------------

  const parts = new Map(); // name → promise of the content
  const arriving = new Map(); // name → what to do with the content
  let version = "";

  globalThis.searchPart = (name, content) => arriving.get(name)?.(content);

  function part(name) {
    if (!parts.has(name)) {
      parts.set(name, new Promise((resolve, reject) => {
        arriving.set(name, resolve);
        add(`search/${name}.js${version}`, () => reject(new Error(name)));
      }));
      parts.get(name).catch(() => parts.delete(name)); // it may come the next time
    }
    return parts.get(name);
  }

  function add(address, failed, loaded) {
    const script = document.createElement("script");
    script.src = address;
    script.onerror = failed;
    script.onload = loaded;
    document.head.append(script);
  }

  // Stemmers come in scripts of their own, the common base first; `names` says which language has which.
  async function stemmers(names) {
    const load = (name) => new Promise((done, failed) => add(`static/stemmers/${name}.js`, failed, done));
    const all = Object.entries(names);
    if (all.length) await load("base");
    await Promise.all(all.map(([, name]) => load(name)));
    return new Map(all.map(([language, name]) => {
      const made = new globalThis[`${name[0].toUpperCase()}${name.slice(1)}Stemmer`]();
      const known = new Map();
      const stem = (word) => {
        if (!known.has(word)) known.set(word, short(withoutAccents(made.stemWord(short(word)))));
        return known.get(word);
      };
      return [language, stem];
    }));
  }

  let index; // what search/index.js says
  let stems = new Map(); // language → what gives the stem of a word
  let files = []; // the first term of each file, in the order of the terms

  async function begin() {
    index = await part("index");
    version = `?v=${index.version}`;
    files = index.files.split(" ");
    stems = await stemmers(index.stemmers);
  }

  // ---- Words -------------------------------------------------------------------------------------------------------

  const UNSPACED = "\\u3005\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const isUnspaced = (text) => new RegExp(`^[${UNSPACED}]`, "u").test(text);
  const WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}])+`, "gu");

  function withoutAccents(word) {
    return isUnspaced(word) ? word : word.normalize("NFD").replace(/\p{Mn}/gu, "").replaceAll("ς", "σ");
  }

  // The words of a text, each {word, start, end}; of Chinese, Japanese and Korean overlapping pairs of characters.
  function tokens(text) {
    const found = [];
    for (const match of text.matchAll(WORD)) {
      if (!isUnspaced(match[0])) {
        found.push({ word: match[0].toLowerCase(), start: match.index, end: match.index + match[0].length });
        continue;
      }
      const characters = [...match[0]];
      let at = match.index;
      for (let i = 0; i < Math.max(1, characters.length - 1); i += 1) {
        const pair = characters.slice(i, i + 2).join("");
        found.push({ word: pair, start: at, end: at + pair.length });
        at += characters[i].length;
      }
    }
    return found;
  }

  // What a word may stand as in the index: its stem in each language there is, and itself.
  function formsOf(word) {
    if (isUnspaced(word)) return [word];
    return [...new Set([...[...stems.values()].map((stem) => stem(word)), whole(word)])].filter(Boolean);
  }

  // The one that it stands as for a study in this language.
  function formIn(language, word) {
    const stem = stems.get((language || index.language).split("-")[0].toLowerCase());
    return stem && !isUnspaced(word) ? stem(word) : whole(word);
  }

  const short = (word) => (word.length > LONGEST ? [...word].slice(0, LONGEST).join("") : word);
  const whole = (word) => (isUnspaced(word) ? word : short(withoutAccents(short(word))));

  // A query as groups {forms, prefix, phrase}: each has to be there. A phrase is a list of plain words as well.
  function parsed(query) {
    const groups = [];
    const phrases = [];
    const open = /[\p{L}\p{N}]$/u.test(query); // the last word may not be at its end yet
    const pieces = query.normalize("NFC").replace(/[“”„«»「」『』"]/g, '"').split('"');
    pieces.forEach((piece, at) => {
      const quoted = at % 2 === 1 && at < pieces.length - 1;
      const found = tokens(piece);
      found.forEach(({ word }, i) => {
        const last = open && !quoted && at === pieces.length - 1 && i === found.length - 1;
        groups.push({ word, forms: formsOf(word), prefix: last ? withoutAccents(word) : "", quoted });
      });
      if (quoted && found.length > 1) phrases.push(found.map(({ word }) => withoutAccents(word)));
    });
    return { groups, phrases };
  }

  // Whether a word of a text in this language is meant by a group.
  function meant(group, word, language) {
    if (group.forms.includes(formIn(language, word))) return true;
    return group.prefix !== "" && long(group.prefix) && withoutAccents(word).startsWith(group.prefix);
  }

  const long = (prefix) => isUnspaced(prefix) || prefix.length > 2;

  // ---- Postings ----------------------------------------------------------------------------------------------------

  const DIGITS = new Uint8Array(127);
  [..."!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"].forEach((c, at) => {
    DIGITS[c.charCodeAt(0)] = at;
  });

  // Calls `take` with each number of a list; `step` is how many numbers share one place (8 levels a slot, or 1).
  function decode(code, step, take) {
    let [number, least] = [0, 0];
    for (let at = 0; at < code.length; at += 1) {
      const digit = DIGITS[code.charCodeAt(at)];
      if (digit >= 46) {
        number = number * 46 + digit - 45;
      } else {
        number = least + number * 46 + digit;
        take(number);
        least = (Math.floor(number / step) + 1) * step;
        number = 0;
      }
    }
  }

  // The file that a term is in, by its number.
  function fileOf(term) {
    let [low, high] = [0, files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(term, files[middle])) high = middle;
      else low = middle + 1;
    }
    return Math.max(0, low - 1);
  }

  // Terms are in the order of code points, as Python has them; JavaScript's own is that of UTF-16.
  function before(one, other) {
    const [a, b] = [[...one], [...other]];
    for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
      if (a[at] !== b[at]) return a[at].codePointAt(0) < b[at].codePointAt(0);
    }
    return a.length < b.length;
  }

  // A file is named by its first term, in the digits of its UTF-8: any term makes a name that any disk takes.
  const nameOf = (term) => [...new TextEncoder().encode(term)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const opened = new Map(); // the name of a file → its terms, each with its code

  async function termsIn(at) {
    const name = nameOf(files[at]);
    const body = await part(`w/${name}`);
    if (!opened.has(name)) {
      const flat = body.split(" ");
      opened.set(name, new Map(flat.filter((_, i) => i % 2 === 0).map((term, i) => [term, flat[2 * i + 1]])));
    }
    return opened.get(name);
  }

  // The terms that a group stands for, each [code, weight].
  async function codesOf(group) {
    const { forms, prefix } = group;
    const found = new Map();
    await Promise.all(forms.map(async (form) => {
      const code = (await termsIn(fileOf(form))).get(form);
      if (code) found.set(form, [code, 1]);
    }));
    if (!isTyping && found.size) group.prefix = ""; // the word is whole
    else if (prefix && long(prefix)) {
      const ends = [1, 2, 3].filter((n) => prefix.length - n > 3).map((n) => prefix.slice(0, -n)); // of its own stem
      await Promise.all(ends.map(async (stem) => {
        const code = (await termsIn(fileOf(stem))).get(stem);
        if (code) found.set(stem, [code, 0.6]);
      }));
      const first = fileOf(prefix);
      const all = [];
      for (let at = first; at < Math.min(files.length, first + PREFIX_FILES); at += 1) {
        if (at > first && !files[at].startsWith(prefix)) break;
        all.push(termsIn(at));
      }
      for (const terms of await Promise.all(all)) {
        for (const [term, code] of terms) if (term.startsWith(prefix) && !found.has(term)) found.set(term, [code, 0.6]);
      }
    }
    return [...found.values()];
  }

  // How well each slot fits a group, 0 where it doesn't, and how many slots fit.
  async function fit(group) {
    const scores = new Float32Array(index.slots);
    for (const [code, weight] of await codesOf(group)) {
      decode(code, LEVELS, (posting) => {
        const slot = Math.floor(posting / LEVELS);
        scores[slot] = Math.max(scores[slot], weight * ((posting % LEVELS) + 0.5));
      });
    }
    let count = 0;
    for (const score of scores) if (score) count += 1;
    return { scores, count };
  }

  // The scores of all slots for a query; `null` where there is none. Words that more than half of all studies have
  // need not be there, and count for nothing, if there are others.
  async function scored(groups) {
    if (!groups.length) return null;
    const isCommon = (group) => !group.quoted && !group.prefix && group.forms.some((form) => index.common[form]);
    const rare = groups.filter((group) => !isCommon(group));
    const fits = await Promise.all((rare.length ? rare : groups).map(async (group) => ({ group, ...(await fit(group)) })));
    const telling = fits.filter(({ group, count }) => group.quoted || 2 * count <= index.studies);
    const total = new Float32Array(index.slots);
    const used = telling.length ? telling : fits;
    used.forEach(({ scores, count }, at) => {
      const rarity = Math.log(1 + (index.studies - count + 0.5) / (count + 0.5));
      for (let slot = 0; slot < total.length; slot += 1) {
        if (!scores[slot] || (at > 0 && !total[slot])) total[slot] = 0;
        else total[slot] += rarity * scores[slot];
      }
    });
    return total;
  }

  // ---- Facets ------------------------------------------------------------------------------------------------------

  const slotsOf = new Map(); // a facet's name and value → its slots

  function slots(name, [value, , , code]) {
    const key = `${name} ${value}`;
    if (!slotsOf.has(key)) {
      const found = [];
      decode(code, 1, (slot) => found.push(slot));
      slotsOf.set(key, found);
    }
    return slotsOf.get(key);
  }

  const languageNames = new Intl.DisplayNames([pageLanguage], { type: "language" });

  function labelOf(name, [value, label]) {
    if (value === "") return words.unknown;
    if (name === "stances" || name === "access") return words[value] ?? value;
    if (name === "languages") {
      try {
        return languageNames.of(value);
      } catch {
        return value; // no language tag
      }
    }
    return label;
  }

  // By facet with a choice in it, whether each slot fits it.
  async function chosenSlots(filters) {
    const found = new Map();
    await Promise.all([...filters].map(async ([name, values]) => {
      const fits = new Uint8Array(index.slots);
      for (const value of await part(name)) {
        if (values.has(value[0])) for (const slot of slots(name, value)) fits[slot] = 1;
      }
      found.set(name, fits);
    }));
    return found;
  }

  // ---- What is looked for: the state, which the address holds -------------------------------------------------------

  let isTyping = false; // whether the last word may still get longer
  const state = { query: "", filters: new Map(), sort: "" };

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    state.query = asked.get("q") ?? "";
    state.sort = ["newest", "oldest"].includes(asked.get("sort")) ? asked.get("sort") : "";
    state.filters = new Map();
    for (const { dataset } of facets) {
      const values = asked.getAll(dataset.facet);
      if (values.length) state.filters.set(dataset.facet, new Set(values));
    }
    field.value = state.query;
    sort.value = state.sort;
  }

  function writeAddress(isStep) {
    const asked = new URLSearchParams();
    if (state.query) asked.set("q", state.query);
    for (const [name, values] of state.filters) for (const value of values) asked.append(name, value);
    if (state.sort) asked.set("sort", state.sort);
    const text = asked.toString();
    const address = `${location.pathname}${text ? `?${text}` : ""}`;
    try {
      history[isStep ? "pushState" : "replaceState"](null, "", address);
    } catch {
      // a browser that doesn't let pages from the disk do so: the search works without
    }
  }

  function toggle(name, value) {
    const values = new Set(state.filters.get(name));
    if (!values.delete(value)) values.add(value);
    if (values.size) state.filters.set(name, values);
    else state.filters.delete(name);
    writeAddress(true);
    update();
  }

  // ---- Looking it up -------------------------------------------------------------------------------------------------

  let turn = 0; // the latest update; what an earlier one finds is not shown any more
  let found; // what is shown: {parsed, ranked, matched, chosen, hits, at, isWhole}

  async function update() {
    const mine = (turn += 1);
    try {
      await ready;
      const query = parsed(state.query);
      const [scores, chosen] = await Promise.all([scored(query.groups), chosenSlots(state.filters)]);
      const isAsked = query.groups.length > 0 || chosen.size > 0 || state.sort !== "";
      const years = isAsked && (state.sort || !scores) ? await part("years") : null;
      if (mine !== turn) return;
      const matched = scores ?? (years && everything(years));
      const ranked = isAsked ? inOrder(matched, chosen, years) : [];
      found = { ...query, ranked, matched: scores, chosen, hits: [], at: 0, isAsked };
      await showChips();
      if (mine !== turn) return;
      list.replaceChildren();
      await showMore(mine);
      await Promise.all(facets.filter((facet) => facet.open).map(showFacet));
    } catch (error) {
      if (mine === turn) status.textContent = words.failed;
      console.error(error);
    }
  }

  function everything(years) {
    const all = new Float32Array(index.slots);
    for (const value of years) for (const slot of slots("years", value)) all[slot] = 1;
    return all;
  }

  // The slots that fit, in the order asked for. Years come newest first; within one, the better match comes first.
  function inOrder(matched, chosen, years) {
    const fits = [...chosen.values()];
    const ranked = [];
    for (let slot = 0; slot < matched.length; slot += 1) {
      if (matched[slot] && fits.every((one) => one[slot])) ranked.push(slot);
    }
    if (!years) return ranked.sort((a, b) => matched[b] - matched[a] || a - b);
    const yearOf = new Uint16Array(index.slots);
    for (const value of years) for (const slot of slots("years", value)) yearOf[slot] = Number(value[0]);
    const way = state.sort === "oldest" ? -1 : 1;
    const year = (slot) => yearOf[slot] || (way < 0 ? 65535 : 0); // those without one come last
    return ranked.sort((a, b) => way * (year(b) - year(a)) || matched[b] - matched[a] || a - b);
  }

  // The entries of slots, each as Python's `entries.py` has it behind the slot.
  async function entriesOf(some) {
    const blocks = [...new Set(some.map((slot) => Math.floor(slot / index.block)))];
    const all = (await Promise.all(blocks.map((number) => part(`r/${number}`)))).flat();
    const bySlot = new Map(all.map((entry) => [entry[0], entry]));
    return some.map((slot) => bySlot.get(slot)).filter(Boolean);
  }

  // Adds results: the next twenty, of which each has the phrases that were asked for.
  async function showMore(mine) {
    const here = found;
    const shown = [];
    const end = here.phrases.length ? here.at + VERIFIED_AT_ONCE : here.ranked.length;
    while (shown.length < BLOCK && here.at < Math.min(end, here.ranked.length)) {
      const some = here.ranked.slice(here.at, here.at + BLOCK - shown.length);
      here.at += some.length;
      for (const entry of await entriesOf(some)) if (hasPhrases(entry, here.phrases)) shown.push(entry);
      if (mine !== turn) return;
    }
    here.hits.push(...shown);
    const first = list.children.length;
    list.append(...shown.map((entry) => resultOf(entry, here.groups)));
    more.hidden = here.at >= here.ranked.length;
    announce(here);
    if (first && shown.length) list.children[first].querySelector("a").focus();
  }

  function announce({ isAsked, phrases, ranked, hits, at }) {
    const say = (text, n) => text.replace("{n}", figure.format(n));
    if (!isAsked) status.textContent = "";
    else if (!phrases.length && ranked.length) status.textContent = say(words.found, ranked.length);
    else if (phrases.length && at < ranked.length) {
      status.textContent = hits.length ? say(words.atLeast, hits.length) : say(words.further, ranked.length - at);
    } else status.textContent = hits.length ? say(words.found, hits.length) : words.none;
  }

  function textsOf([, , title, , authors, , journal, , , , , , texts]) {
    return [title, ...texts, journal, authors.join("\n")];
  }

  function hasPhrases(entry, phrases) {
    if (!phrases.length) return true;
    const texts = textsOf(entry).map((text) => tokens(text.normalize("NFC")).map(({ word }) => withoutAccents(word)));
    return phrases.every((phrase) => texts.some((plain) => plain.some((_, at) => phrase.every((word, i) => plain[at + i] === word))));
  }

  // ---- Showing -------------------------------------------------------------------------------------------------------

  function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...content);
    return made;
  }

  // The language of a text: what its script gives away, else what is stated of it.
  function languageOf(text, stated) {
    if (/[\u3040-\u30ff]/.test(text)) return "ja";
    if (/[\uac00-\ud7af]/.test(text)) return "ko";
    if (/[\u3400-\u9fff]/.test(text)) return stated.startsWith("zh") ? stated : "zh";
    return stated;
  }

  function inLanguage(made, text, stated = "") {
    const language = languageOf(text, stated);
    if (language && language !== pageLanguage) made.lang = language;
    made.dir = "auto";
    return made;
  }

  // A text as nodes, with what the groups mean marked.
  function marked(text, groups, language) {
    const spans = [];
    for (const { word, start, end } of tokens(text)) {
      if (!groups.some((group) => meant(group, word, language))) continue;
      if (spans.length && start <= spans.at(-1)[1]) spans.at(-1)[1] = end;
      else spans.push([start, end]);
    }
    const nodes = [];
    let at = 0;
    for (const [start, end] of spans) {
      nodes.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
      at = end;
    }
    return [...nodes, text.slice(at)];
  }

  // The passage of some thirty words that has most of what was looked for.
  function excerpt(texts, groups, language) {
    let best = { text: texts[0] ?? "", from: 0, to: 30, value: 0, tokens: tokens(texts[0] ?? "") };
    for (const text of texts) {
      const all = tokens(text);
      const hits = all.map(({ word }) => groups.findIndex((group) => meant(group, word, language)));
      const places = hits.map((group, at) => [group, at]).filter(([group]) => group >= 0);
      for (const [, at] of places) {
        const near = places.filter(([, other]) => other >= at && other < at + 24);
        const value = new Set(near.map(([group]) => group)).size + near.length / 100;
        if (value > best.value) best = { text, from: Math.max(0, at - 6), to: at + 26, value, tokens: all };
      }
    }
    if (!best.tokens.length) return null;
    const start = best.from ? best.tokens[best.from].start : 0;
    const isCut = best.to < best.tokens.length;
    const end = isCut ? best.tokens[best.to - 1].end : best.text.length;
    return [best.from ? "… " : "", best.text.slice(start, end), isCut ? " …" : ""];
  }

  function resultOf([, id, title, language, authors, count, journal, year, design, isOpen, notices, tally, texts], groups) {
    const mark = (text) => marked(text, groups, language);
    const item = element("li", { class: "entry" });
    const name = inLanguage(element("span", {}, ...mark(title || id)), title, language);
    item.append(element("p", { class: "entry-title" }, element("a", { href: `studies/${id}.html` }, name)));
    for (const notice of notices) {
      const kind = notice[0].toUpperCase() + notice.slice(1);
      item.append(element("p", { class: "flag" }, words.notice.replace("{name}", () => kind)));
    }
    const byline = element("p", { class: "byline" });
    const shown = count > 4 ? authors.slice(0, 3) : authors;
    shown.forEach((author, at) => byline.append(at ? ", " : "", inLanguage(element("bdi", {}, ...mark(author)), author)));
    if (count > shown.length) byline.append(` ${words.others.replace("{n}", figure.format(count - shown.length))}`);
    if (journal) byline.append(shown.length ? ". " : "", inLanguage(element("cite", {}, ...mark(journal)), journal));
    if (year) byline.append(byline.childNodes.length ? ", " : "", String(year));
    if (byline.childNodes.length) item.append(byline);
    const passage = excerpt(texts, groups, language);
    if (passage) {
      const [start, text, end] = passage;
      const line = element("p", { class: "gist" }, start, ...mark(text), end);
      item.append(inLanguage(line, text, language));
    }
    const facts = element("ul", { class: "facts" });
    if (design) facts.append(element("li", {}, design[0].toUpperCase() + design.slice(1)));
    if (isOpen) facts.append(element("li", {}, words.open));
    if (tally.length) {
      const [supporting, mentioning, contrasting] = tally.map((n) => figure.format(n));
      const counts = { supporting, mentioning, contrasting };
      facts.append(element("li", {}, words.tally.replace(/\{(\w+)\}/g, (_, stance) => counts[stance])));
    }
    if (facts.childNodes.length) item.append(facts);
    return item;
  }

  async function showChips() {
    const made = [];
    for (const [name, values] of state.filters) {
      const known = new Map((await part(name)).map((value) => [value[0], labelOf(name, value)]));
      for (const value of values) {
        const label = known.get(value) ?? value;
        const sign = element("span", { "aria-hidden": "true" }, "×");
        const chip = element("button", { type: "button", class: "chip", "aria-label": words.remove.replace("{name}", () => label) });
        chip.append(inLanguage(element("span", {}, label), label), sign);
        chip.addEventListener("click", () => {
          toggle(name, value);
          field.focus();
        });
        made.push(element("li", {}, chip));
      }
    }
    chips.replaceChildren(...made);
    chips.hidden = !made.length;
  }

  // The values of a facet with their counts among what fits the query and all other facets.
  async function showFacet(facet) {
    const name = facet.dataset.facet;
    await ready;
    const values = await part(name);
    const { matched, chosen } = found ?? { matched: null, chosen: new Map() };
    const others = [...chosen].filter(([other]) => other !== name).map(([, fits]) => fits);
    const picked = state.filters.get(name) ?? new Set();
    const counted = [];
    for (const value of values) {
      let count = value[2];
      if (matched || others.length) {
        count = 0;
        for (const slot of slots(name, value)) if ((!matched || matched[slot]) && others.every((one) => one[slot])) count += 1;
      }
      if (count || picked.has(value[0])) counted.push([value, count]);
    }
    if (name !== "years") counted.sort((a, b) => picked.has(b[0][0]) - picked.has(a[0][0]) || b[1] - a[1]);
    const most = Number(facet.dataset.most ?? 12);
    const focused = document.activeElement?.closest("[data-facet]") === facet ? document.activeElement.value : null;
    const items = counted.slice(0, most).map(([value, count]) => {
      const box = element("input", { type: "checkbox", value: value[0] });
      box.checked = picked.has(value[0]);
      box.addEventListener("change", () => toggle(name, value[0]));
      const label = labelOf(name, value);
      const text = inLanguage(element("span", {}, label), label);
      return element("li", {}, element("label", {}, box, text, element("span", { class: "count" }, figure.format(count))));
    });
    if (counted.length > most) {
      const button = element("button", { type: "button" }, words.moreValues);
      button.addEventListener("click", async () => {
        facet.dataset.most = most + 50;
        await showFacet(facet);
        facet.querySelectorAll("input")[most]?.focus();
      });
      items.push(element("li", {}, button));
    }
    facet.querySelector("ul").replaceChildren(...items);
    if (focused !== null) [...facet.querySelectorAll("input")].find((box) => box.value === focused)?.focus();
  }

  // ---- What a reader does --------------------------------------------------------------------------------------------

  let waiting;

  function typed(isStep) {
    clearTimeout(waiting);
    if (state.query === field.value && !isStep) return;
    isTyping = !isStep;
    state.query = field.value;
    writeAddress(isStep);
    update();
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => typed(false), 150);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    typed(true);
  });
  sort.addEventListener("change", () => {
    state.sort = sort.value;
    writeAddress(true);
    update();
  });
  more.addEventListener("click", () => showMore(turn));
  for (const facet of facets) {
    facet.addEventListener("toggle", () => facet.open && showFacet(facet).catch(() => { status.textContent = words.failed; }));
  }
  document.addEventListener("keydown", (event) => {
    const isInField = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key === "/" && !isInField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && event.target === field) {
      field.value = "";
      typed(false);
    }
  });
  addEventListener("popstate", () => {
    isTyping = false;
    readAddress();
    update();
  });

  root.hidden = false;
  readAddress();
  document.getElementById("narrow").open = matchMedia("(width >= 60rem)").matches;
  const ready = begin();
  update();
})();
