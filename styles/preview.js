// redraft serve: keeps the page as the files are, and tells who wrote the word that is asked for.
'use strict';
(() => {
  const $ = (id) => document.getElementById(id), all = (query, from = document) => [...from.querySelectorAll(query)];
  const shown = $('shown'), card = $('card'), live = $('live');
  const VIEWS = ['document', 'redline', 'provenance'];
  let state = '', view = 'document', from = '';

  // --- News: one connection for all pages of this browser, since it allows only a few a server.
  const channel = 'BroadcastChannel' in self ? new BroadcastChannel('redraft' + location.pathname) : null;
  if (channel) channel.onmessage = (event) => hear(event.data);
  function hear(news) {
    if (news.lost) { live.textContent = news.gone ? 'Stopped: start redraft serve again, and open its address' : 'Connection lost, trying again …'; live.className = 'lost'; return; }
    live.textContent = 'Live'; live.className = '';
    if (news.state !== state) { state = news.state; refresh(); }
  }
  function connect() {
    const source = new EventSource('events');
    const tell = (news) => { hear(news); if (channel) channel.postMessage(news); };
    let last = null;
    source.onmessage = (event) => { last = { state: event.data }; tell(last); };
    source.onerror = () => {
      tell({ lost: true, gone: source.readyState === EventSource.CLOSED });
    };
    if (channel) channel.addEventListener('message', (event) => { if (event.data.ask && last) channel.postMessage(last); });
  }
  if (channel && navigator.locks) {
    navigator.locks.request('redraft' + location.pathname, () => { connect(); return new Promise(() => {}); });
    channel.postMessage({ ask: true });
  } else connect();

  // --- The page: what changed is put in its place; the rest stays, and so does what is in view.
  const bare = (node) => (node.outerHTML || node.textContent).replace(/ data-at="[^"]*"| class=""/g, '');
  const INNER = /^(MAIN|SECTION|ARTICLE|HEADER|UL|OL|LI|DIV|BLOCKQUOTE|TABLE|THEAD|TBODY|TR|ASIDE|NAV)$/;
  function settlePlaces(old, now) {
    const places = all('[data-at]', now);
    all('[data-at]', old).forEach((each, index) => { if (each.dataset.at !== places[index].dataset.at) each.dataset.at = places[index].dataset.at; });
  }
  function morph(old, now, flash) {
    if (bare(old) === bare(now)) { settlePlaces(old, now); return; }
    if (old.tagName !== now.tagName || !INNER.test(old.tagName) || old.id !== now.id) {
      old.replaceWith(now);
      if (flash) now.classList.add('flash');
      return;
    }
    if (old.className !== now.className) old.className = now.className;
    const left = [...old.children], right = [...now.children];
    const leftKeys = left.map(bare), rightKeys = right.map(bare);
    let start = 0, end = 0;
    while (start < left.length && start < right.length && leftKeys[start] === rightKeys[start]) { settlePlaces(left[start], right[start]); start++; }
    while (end < left.length - start && end < right.length - start && leftKeys[left.length - 1 - end] === rightKeys[right.length - 1 - end]) { end++; settlePlaces(left[left.length - end], right[right.length - end]); }
    const gone = left.slice(start, left.length - end), come = right.slice(start, right.length - end);
    const byId = new Map(gone.filter((each) => each.id).map((each) => [each.id, each]));
    const isPaired = gone.length === come.length;
    const kept = new Set();
    const pairs = come.map((each, index) => {
      const old = each.id ? byId.get(each.id) : isPaired && !gone[index].id ? gone[index] : null;
      if (old) kept.add(old);
      return [old, each];
    });
    for (const each of gone) if (!kept.has(each)) each.remove();
    // What is in its place stays there: to put it there again would lay it all out again.
    let next = start ? left[start - 1].nextElementSibling : old.firstElementChild;
    for (const [was, each] of pairs) {
      if (was && was === next) next = next.nextElementSibling;
      else old.insertBefore(was || each, next);
      if (was) morph(was, each, flash);
      else if (flash) each.classList.add('flash');
    }
  }
  function anchor() {
    const height = $('bar').offsetHeight;
    const top = all('.blk', shown).find((each) => each.getBoundingClientRect().bottom > height);
    return top && { at: top.dataset.at, element: top, y: top.getBoundingClientRect().top };
  }
  function keep(place) {
    if (!place || scrollY < 8) return;
    const element = place.element.isConnected ? place.element : near(place.at);
    if (element) scrollBy({ top: element.getBoundingClientRect().top - place.y, behavior: 'instant' });
  }
  function near(at) {
    const [, path, line] = /^(.*):(\d+)$/.exec(at) || [];
    let best = null, last = -1;  // notes stand at the end, wherever they are written
    for (const each of all('.blk', shown)) {
      if (!each.dataset.at.startsWith(path + ':')) continue;
      const number = +each.dataset.at.slice(path.length + 1);
      if (number <= +line && number >= last) [best, last] = [each, number];
    }
    return best;
  }
  let first = true, busy = false, again = false;
  async function refresh() {
    if (busy) { again = true; return; }
    busy = true;
    try {
      const answer = await fetch('./', { cache: 'no-store' });
      if (answer.ok) {
        const now = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const place = anchor();
        for (const each of all('.finding', shown)) each.remove();
        unmark();
        const open = $('strip').querySelector('details[open]');
        $('strip').replaceChildren(...now.getElementById('strip').childNodes);
        if (open && $('strip').querySelector('details')) $('strip').querySelector('details').open = true;
        for (const id of ['parties', 'from']) if ($(id).innerHTML !== now.getElementById(id).innerHTML) { const value = $(id).value; $(id).innerHTML = now.getElementById(id).innerHTML; if (value !== undefined) $(id).value = value; }
        const legend = $('legend');  // stays until the next is there
        if (legend) legend.remove();
        const page = now.getElementById('shown');
        document.title = now.title;
        for (const name of ['lang', 'dir']) if (document.documentElement[name] !== now.documentElement[name]) document.documentElement[name] = now.documentElement[name];
        if (shown.firstElementChild && page.firstElementChild) morph(shown.firstElementChild, page.firstElementChild, !first);
        else shown.replaceChildren(...page.childNodes);
        if (legend && shown.querySelector('aside')) shown.querySelector('aside').prepend(legend);
        traced = null;
        findings();
        keep(place);
        mark(current && current.isConnected ? current : current && near(current.dataset.at));
        if (!first) restyle();
      }
    } catch { /* the connection is lost: its news say so */ }
    first = false; busy = false;
    if (again) { again = false; refresh(); return; }
    if (view === 'provenance' && !$('strip').querySelector('.stale')) paint();
    if (view === 'redline') redline();
  }
  async function restyle() {
    const own = $('own'), text = await (await fetch('own.css')).text();
    if (own.dataset.text !== undefined && own.dataset.text !== text) own.href = 'own.css?' + state;
    own.dataset.text = text;
  }
  fetch('own.css').then((answer) => answer.text()).then((text) => { $('own').dataset.text = text; });

  // --- Findings, at the block that they are about
  function findings() {
    for (const item of all('#strip li')) {
      if (!item.dataset.line) continue;
      const block = near(item.dataset.line);
      const element = block && block.closest('td, th, p, pre, h2, h3, h4, h5, h6, li');
      if (!element) continue;
      const note = document.createElement('span');
      note.className = 'finding ' + item.className;
      note.lang = 'en'; note.dir = 'ltr';
      note.append(...[...item.childNodes].map((each) => each.cloneNode(true)));
      element.append(note);
    }
  }
  let finding = -1;
  function nextFinding() {
    const found = all('.finding', shown);
    if (!found.length) return;
    finding = (finding + 1) % found.length;
    found[finding].scrollIntoView({ block: 'center' });
    const link = found[finding].querySelector('a');
    if (link) link.focus({ preventScroll: true });
  }

  // --- Views
  function show(name) {
    view = name;
    list(false);
    for (const button of all('#bar [data-view]')) button.setAttribute('aria-pressed', String(button.dataset.view === name));
    $('keys').hidden = name === 'redline';  // it has its own
    $('against').hidden = name !== 'redline';
    $('frames').hidden = name !== 'redline';
    shown.hidden = name === 'redline';
    close();
    const query = new URLSearchParams(name === 'document' ? {} : name === 'redline' && from ? { view, from } : { view });
    history.replaceState(null, '', (query.size ? '?' + query : location.pathname) + location.hash);
    if (name === 'redline') redline();
    else if (document.activeElement.tagName === 'IFRAME') shown.focus({ preventScroll: true });  // keys went on into what is hidden
    if (name === 'provenance') paint(); else unpaint();
  }
  let framed = '';
  function redline() {
    const wanted = from + '\n' + state;
    if (framed === wanted) return;
    framed = wanted;
    const next = document.createElement('iframe');
    next.title = 'Redline'; next.className = 'next';
    next.src = 'redline?' + new URLSearchParams({ from, state });
    live.textContent = 'Comparing …';
    next.addEventListener('load', () => {
      if (framed !== wanted) { next.remove(); return; }
      const before = $('frames').querySelector('iframe:not(.next)');
      settle(next, before);
      for (const each of all('iframe', $('frames'))) if (each !== next) each.remove();
      next.classList.remove('next');
      if (live.className !== 'lost') live.textContent = 'Live';
    });
    $('frames').append(next);
  }
  // The new redline stands where the old one stood, looks as it looked, and has the fonts.
  function settle(next, before) {
    const now = next.contentDocument;
    for (const face of faces) now.fonts.add(new next.contentWindow.FontFace(face.family, face.data, face.descriptors));
    for (const link of all('a[href^="http"]', now)) { link.target = '_blank'; link.rel = 'noreferrer'; }
    next.contentWindow.addEventListener('keydown', (event) => { if (event.key === 'V') { event.stopImmediatePropagation(); show('provenance'); } }, true);
    if (!before || !before.contentDocument) return;
    const old = before.contentDocument, mode = old.body.dataset.view;
    if (old.documentElement.dataset.theme) now.documentElement.dataset.theme = old.documentElement.dataset.theme;
    if (mode) { const button = now.querySelector(`header [data-view=${mode}]`); if (button) button.click(); }
    if ('only' in old.body.dataset && now.getElementById('only')) now.getElementById('only').click();
    const top = all('article p, article h3', old).find((each) => each.getBoundingClientRect().top > 60);
    const home = top && top.closest('[id]');
    const same = home && now.getElementById(home.id);
    next.contentWindow.scrollTo({ top: same ? same.getBoundingClientRect().top + next.contentWindow.scrollY - home.getBoundingClientRect().top : before.contentWindow.scrollY, behavior: 'instant' });
  }
  let faces = [];
  async function loadFaces() {
    const rules = await (await fetch('fonts.css')).text();
    const found = [...rules.matchAll(/font-family:'(Source [^']*)';font-weight:([^;]*);font-style:([^;]*);src:url\(([^)]*)\)/g)];
    faces = await Promise.all(found.map(async ([, family, weight, style, url]) => ({ family, data: await (await fetch(url)).arrayBuffer(), descriptors: { weight, style } })));
  }

  // --- Who wrote it
  let traced = null;
  function trace() {
    traced = traced || fetch('provenance.json', { cache: 'no-store' }).then((answer) => answer.ok ? answer.json() : null).then((answer) => {
      const blocks = new Map();
      for (const file of answer ? answer.files : []) for (const block of file.blocks) {
        const key = file.path + ':' + block.line;
        if (!blocks.has(key)) blocks.set(key, []);
        blocks.get(key).push(block);
      }
      return { blocks, commits: answer ? answer.commits : {} };
    }).catch(() => { traced = null; return { blocks: new Map(), commits: {} }; });
    return traced;
  }
  // The text of a block as it is written: without footnote calls and findings.
  function pieces(block) {
    const found = [];
    let length = 0;
    (function walk(node) {
      for (const each of node.childNodes) {
        if (each.nodeType === Node.TEXT_NODE) { found.push({ node: each, start: length }); length += each.data.length; }
        else if (each.tagName === 'BR') length += 1;
        else if (each.tagName === 'IMG') length += each.alt.length;
        else if (each.nodeType === Node.ELEMENT_NODE && !each.matches('a.call, .finding, .fn')) walk(each);
      }
    })(block);
    return { found, length };
  }
  function record(block, data) {
    const alike = data.blocks.get(block.dataset.at) || [];
    const place = alike.length > 1 ? all(`.blk[data-at="${CSS.escape(block.dataset.at)}"]`, shown).indexOf(block) : 0;
    return alike[place];
  }
  function range(parts, start, end) {
    const at = (offset, last) => {
      const each = parts.found.filter((piece) => last ? piece.start < offset : piece.start <= offset).pop() || parts.found[0];
      return [each.node, Math.max(0, Math.min(offset - each.start, each.node.data.length))];
    };
    const made = document.createRange();
    made.setStart(...at(start)); made.setEnd(...at(end, true));
    return made;
  }
  const place = (commit) => {
    const party = commit && commit.parties[0];
    const item = party && $('parties').querySelector(`[data-letters="${CSS.escape(party.letters)}"]`);
    return item ? item.dataset.place : '';
  };
  const people = (commit) => commit.parties.length ? commit.parties.map((party) => party.name) : commit.authors.map((author) => author.replace(/ <.*/, ''));
  async function paint() {
    const data = await trace();
    if (view !== 'provenance' || !CSS.highlights) return;
    unpaint();
    const ranges = new Map(), counts = new Map();
    for (const block of all('.blk', shown)) {
      const found = record(block, data);
      if (!found) continue;
      const parts = pieces(block);
      if (!parts.found.length) continue;
      let start = 0;
      for (const span of found.spans) {
        const commit = data.commits[span.commit], name = span.reason === 'uncommitted' ? 'draft' : place(commit) === '' ? '' : 'p' + place(commit);
        const length = span.text.trimEnd().length;
        if (name && length) { if (!ranges.has(name)) ranges.set(name, []); ranges.get(name).push(range(parts, start, start + length)); }
        const who = !commit ? 'Older than this history' : span.reason === 'uncommitted' ? 'Not committed yet' : people(commit).join(', ');
        const words = (span.text.match(/[\p{L}\p{N}]+/gu) || []).length, before = counts.get(who) || { words: 0, name, letters: commit && commit.parties[0] ? commit.parties[0].letters : '' };
        before.words += words;
        counts.set(who, before);
        start += span.text.length;
      }
    }
    for (const [name, list] of ranges) CSS.highlights.set(name, new Highlight(...list));
    legend(counts);
  }
  function unpaint() {
    if (CSS.highlights) for (const name of [...CSS.highlights.keys()]) CSS.highlights.delete(name);
    if ($('legend')) $('legend').remove();
  }
  const make = (tag, text, name = '') => { const made = document.createElement(tag); made.textContent = text; made.className = name; return made; };
  function legend(counts) {
    const list = make('ul', ''), box = make('div', '');
    box.id = 'legend'; box.lang = 'en'; box.dir = 'ltr';
    for (const [who, { words, name, letters }] of [...counts].sort((a, b) => b[1].words - a[1].words)) {
      const item = make('li', '', name);
      item.append(make('b', letters || '–'), make('span', who), make('i', words.toLocaleString('en')));
      list.append(item);
    }
    box.append(make('h2', 'Who wrote how many words'), list);
    const side = shown.querySelector('aside');
    if (side) side.prepend(box);
  }

  // --- The card about one word: where the pointer rests, or where the keyboard is
  let pointed = null, asked = null, back = null, timer = 0;
  const WORD = /[\p{L}\p{N}]+(?:['’\-‑][\p{L}\p{N}]+)*/gu;
  function wordsOf(block) {
    const parts = pieces(block), text = [];
    for (const piece of parts.found) text.push(' '.repeat(Math.max(0, piece.start - text.join('').length)), piece.node.data);
    return { parts, words: [...text.join('').matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] })) };
  }
  function under(x, y) {
    let node, offset;
    if (document.caretPositionFromPoint) { const at = document.caretPositionFromPoint(x, y); if (at) [node, offset] = [at.offsetNode, at.offset]; }
    else if (document.caretRangeFromPoint) { const at = document.caretRangeFromPoint(x, y); if (at) [node, offset] = [at.startContainer, at.startOffset]; }
    const block = node && node.nodeType === Node.TEXT_NODE && node.parentElement.closest('.blk');
    if (!block) return null;
    const { parts, words } = wordsOf(block);
    const piece = parts.found.find((each) => each.node === node);
    if (!piece) return null;
    const number = words.findIndex((word) => word.start <= piece.start + offset && piece.start + offset <= word.end);
    return number < 0 ? null : { block, number };
  }
  async function ask(at, isKeyboard) {
    const { parts, words } = wordsOf(at.block), word = words[at.number];
    if (!word) return;
    asked = at;
    const data = await trace();
    if (asked !== at || !at.block.isConnected) return;
    const spot = range(parts, word.start, word.end);
    if (CSS.highlights) CSS.highlights.set('word', new Highlight(spot));
    const found = record(at.block, data);
    let start = 0, span = null;
    for (const each of found ? found.spans : []) { if (start <= word.start && word.start < start + each.text.length) span = each; start += each.text.length; }
    card.replaceChildren(make('p', '“' + word.text + '”', 'asked'), ...tell(span, data), link(at));
    card.hidden = false;
    const box = spot.getClientRects()[0] || at.block.getBoundingClientRect();
    const below = box.bottom + card.offsetHeight + 8 < innerHeight;
    card.style.top = scrollY + (below ? box.bottom + 6 : box.top - card.offsetHeight - 6) + 'px';
    card.style.left = Math.max(8, Math.min(box.left + scrollX, innerWidth - card.offsetWidth - 12)) + 'px';
    if (isKeyboard) { if (!card.contains(document.activeElement)) back = document.activeElement; card.focus({ preventScroll: true }); }
  }
  const HOW = { written: 'Written', moved: 'Written', copied: 'First written', restored: 'First written' };
  const VIA = { moved: 'Moved here', copied: 'Copied here', restored: 'Brought back' };
  function tell(span, data) {
    if (!span) return [make('p', 'Made from the front matter and document.yaml.', 'quiet')];
    if (span.reason === 'beyond' || span.reason === 'unreadable') return [make('p', 'Older than the history that is here.', 'quiet')];
    if (span.reason === 'uncommitted') return [make('p', 'Not committed yet', 'who'), make('p', 'It will be by ' + people(data.commits[span.commit]).join(', ') + '.', 'quiet')];
    const lines = step(HOW[span.reason] || 'Written', data.commits[span.commit], span.commit);
    if (span.via) lines.push(...step(VIA[span.reason] || 'Put here', data.commits[span.via], span.via));
    if (span.confidence < 1) lines.push(make('p', `Sure to ${Math.round(span.confidence * 100)} %: likeness, not equality, decided.`, 'quiet'));
    return lines;
  }
  function step(how, commit, id) {
    if (!commit) return [make('p', how + ' in ' + id.slice(0, 7))];
    const who = make('p', how + ' by ', 'who p' + place(commit)), facts = make('p', '', 'quiet');
    who.append(make('b', people(commit).join(', ')));
    const authors = commit.authors.map((author) => author.replace(/ <.*/, ''));
    if (commit.parties.length && authors.join() !== people(commit).join()) who.append(' · by ' + authors.join(', '));
    const day = new Date(commit.date.slice(0, 10) + 'T12:00:00Z').toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    const short = make(commit.url ? 'a' : 'span', id.slice(0, 7));
    if (commit.url) { short.href = commit.url; short.target = '_blank'; short.rel = 'noreferrer'; }
    facts.append(day + ' · ', short, commit.pull_request ? ' · ' + commit.pull_request : '');
    return [who, facts, make('p', commit.summary.slice(0, 200))];
  }
  function link({ block, number }) {
    const [, path, line] = /^(.*):(\d+)$/.exec(block.dataset.at), pattern = document.body.dataset.editor;
    const made = make('p', '', 'quiet ends'), where = make(pattern ? 'a' : 'span', block.dataset.at, 'place');
    if (pattern) where.href = pattern.replace('{path}', path.split('/').map(encodeURIComponent).join('/')).replace('{line}', line).replace('{column}', '1');
    const copy = make('button', 'Copy link');
    copy.type = 'button';
    copy.addEventListener('click', async () => { copy.textContent = await copied(`${location.href.split('#')[0]}#word=${encodeURIComponent(block.dataset.at)}:${number + 1}`) ? 'Copied' : 'Not copied'; });
    made.append(where, copy);
    return made;
  }
  // Where the address is not this machine's, a browser keeps its clipboard from scripts: the old way, then.
  async function copied(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
    const field = card.appendChild(document.createElement('textarea'));
    field.value = text; field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
  function follow() {
    const [, at, number] = /^#word=(.*):(\d+)$/.exec(location.hash) || [];
    const wanted = at && decodeURIComponent(at), block = wanted && all('.blk', shown).find((each) => each.dataset.at === wanted);
    if (!block) return;
    mark(block);
    block.scrollIntoView({ block: 'center', behavior: 'instant' });
    ask({ block, number: number - 1 }, true);
  }
  function close() {
    clearTimeout(timer);
    if (back && card.contains(document.activeElement)) back.focus({ preventScroll: true });
    card.hidden = true; asked = null; back = null;
    if (CSS.highlights) CSS.highlights.delete('word');
  }
  let current = null;
  function go(steps) {
    const blocks = all('.blk', shown).filter((each) => each.getClientRects().length);
    let index = current && current.isConnected ? blocks.indexOf(current) : -1;
    if (index < 0) index = blocks.findIndex((each) => each.getBoundingClientRect().top > $('bar').offsetHeight) - (steps > 0 ? 1 : 0);
    close(); pointed = null;
    mark(blocks[Math.max(0, Math.min(blocks.length - 1, index + steps))]);
    if (!current) return;
    current.scrollIntoView({ block: 'nearest' });
    current.focus({ preventScroll: true });  // so that it is read out
  }
  function mark(block) {
    unmark();
    current = block;
    if (block) { block.classList.add('cur'); block.tabIndex = -1; }
  }
  // Without these marks a paragraph that did not change is the one that it was.
  function unmark() {
    if (!current) return;
    current.classList.remove('cur');
    current.removeAttribute('tabindex');
  }
  function beside(steps) {
    const words = wordsOf(asked.block).words.length;
    ask({ block: asked.block, number: Math.max(0, Math.min(words - 1, asked.number + steps)) }, true);
  }
  shown.addEventListener('pointermove', (event) => {
    clearTimeout(timer);
    if (event.pointerType === 'touch' || event.buttons) return;
    const { clientX: x, clientY: y } = event;
    timer = setTimeout(() => { pointed = under(x, y); if (pointed && (!asked || asked.block !== pointed.block || asked.number !== pointed.number)) ask(pointed, false); }, 300);
  });
  shown.addEventListener('pointerleave', () => clearTimeout(timer));
  addEventListener('click', (event) => { if (!card.contains(event.target)) close(); });

  // --- Buttons and keys
  function list(open = $('keylist').hidden) { $('keylist').hidden = !open; $('keys').setAttribute('aria-expanded', String(open)); }
  for (const button of all('#bar [data-view]')) button.addEventListener('click', () => show(button.dataset.view));
  $('keys').addEventListener('click', () => list());
  $('from').addEventListener('change', () => {
    $('revision').hidden = $('from').value !== '?';
    if ($('from').value === '?') $('revision').focus();
    else { from = $('from').value; show('redline'); }
  });
  $('revision').addEventListener('change', () => { from = $('revision').value.trim(); show('redline'); });
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    switch (event.key) {
      case 'j': case 'J': go(1); break;
      case 'k': case 'K': go(-1); break;
      case 'e': case 'E': nextFinding(); break;
      case 'v': case 'V': show(VIEWS[(VIEWS.indexOf(view) + 1) % 3]); break;
      case 'w': case 'W': {
        if (!pointed && !current) go(1);
        const at = pointed || (current && { block: current, number: 0 });
        if (at) ask(at, true);
        break;
      }
      case 'ArrowLeft': if (!asked) return; beside(-1); break;
      case 'ArrowRight': if (!asked) return; beside(1); break;
      case '?': list(); break;
      case 'Escape': close(); list(false); break;
      default: return;
    }
    event.preventDefault();
  });

  const query = new URLSearchParams(location.search);
  if (query.get('from')) {
    from = query.get('from');
    if (![...$('from').options].some((each) => each.value === from)) { $('from').value = '?'; $('revision').hidden = false; $('revision').value = from; }
    else $('from').value = from;
  }
  findings();
  addEventListener('hashchange', follow);
  follow();
  loadFaces().catch(() => {}).finally(() => { if (VIEWS.includes(query.get('view'))) show(query.get('view')); });
})();
