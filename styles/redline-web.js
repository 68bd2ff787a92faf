// redraft: what the redline's page does beyond reading. Without it the page reads whole, notes under their paragraphs.
'use strict';
(() => {
  const root = document.documentElement, body = document.body, $ = (id) => document.getElementById(id);
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const words = JSON.parse($('words').textContent), origins = JSON.parse($('origins').textContent);
  root.classList.add('js');
  for (const tools of all('.tools')) tools.hidden = false;
  const main = document.querySelector('main');
  const tags = all('main .t[id]'), notes = all('main .note');
  const say = (text, ...values) => values.reduce((said, value) => said.replace('{}', value), text);
  const number = new Intl.NumberFormat(root.lang === 'ar' ? 'ar-u-nu-arab' : 'en', { useGrouping: false });
  let current = -1;

  // Notes level with their marks, moved down where two meet.
  function place() {
    if (!matchMedia('(min-width: 1101px)').matches) { for (const n of notes) n.style.top = n.style.left = ''; return; }
    const side = main.getBoundingClientRect();
    const wanted = notes.map((note) => {
      const tag = $('c' + note.id.slice(1));
      const shown = tag && tag.getClientRects().length && note.getClientRects().length;
      return { note, at: shown ? tag.getBoundingClientRect().top - side.top - 2 : null };
    }).filter((n) => n.at !== null).sort((a, b) => a.at - b.at);
    // An absolute note counts from its nearest positioned ancestor: heights are read once, then written.
    const heights = wanted.map((n) => n.note.offsetHeight);
    const bases = wanted.map((n) => (n.note.offsetParent || main).getBoundingClientRect());
    const leftwards = root.dir === 'rtl';
    let floor = 0;
    wanted.forEach((n, i) => {
      const y = Math.max(n.at, floor);
      n.note.style.top = y - (bases[i].top - side.top) + 'px';
      n.note.style.left = (leftwards ? side.left - 300 : side.right + 30) - bases[i].left + 'px';
      floor = y + heights[i] + 6;
    });
  }

  // From change to change
  const visible = () => tags.filter((tag) => tag.getClientRects().length && !tag.classList.contains('dim'));
  const marksOf = (id) => all(`[data-c~="${CSS.escape(id.replace(/b$/, ''))}"]`, main);
  function show(index) {
    const shown = visible();
    if (!shown.length) return;
    current = (index + shown.length) % shown.length;
    for (const marked of all('.on')) marked.classList.remove('on');
    const tag = shown[current];
    for (const mark of marksOf(tag.id.slice(1))) mark.classList.add('on');
    tag.classList.add('on');
    tag.scrollIntoView({ block: 'center' });
    tag.focus({ preventScroll: true });
    $('at').textContent = say(words.position, number.format(current + 1), number.format(shown.length));
  }

  function filter() {
    const off = (name) => new Set(all(`[data-${name}]:not(:checked)`).map((box) => box.dataset[name]));
    const parties = off('party'), kinds = off('kind');
    for (const mark of all('[data-by]', main)) {
      mark.classList.toggle('dim', parties.has(mark.dataset.by) || kinds.has(mark.dataset.k));
    }
    for (const note of notes) {
      const own = note.dataset.for.split(' ').map((id) => $('c' + id)).filter(Boolean);
      note.classList.toggle('dim', own.length > 0 && own.every((tag) => tag.classList.contains('dim')));
    }
    const ids = (tag) => tag.id.replace(/b$/, '');
    const shown = new Set(tags.filter((tag) => !tag.classList.contains('dim')).map(ids)).size;
    $('at').textContent = say(words.shown, number.format(shown), number.format(new Set(tags.map(ids)).size));
    current = -1;
    place();
  }

  const VIEWS = ['redline', 'new', 'old'];
  function view(name) {
    body.dataset.view = name;
    for (const button of all('header [data-view]')) button.setAttribute('aria-pressed', String(button.dataset.view === name));
    place();
  }
  function toggle(id, attribute) {
    $(id).setAttribute('aria-pressed', String(body.toggleAttribute(attribute) === (id === 'only')));
    place();
  }
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  function dark() {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    $('dark').setAttribute('aria-pressed', String(isDark()));
  }
  function keys(open = $('keylist').hidden) {
    $('keylist').hidden = !open;
    $('keys').setAttribute('aria-expanded', String(open));
  }

  // Whence a word comes: a block's marker holds "length:origin" for the text that new has, in characters.
  const BLOCK = 'p, td, th, pre, h3, h4, h5, h6', UNREAD = '.t, .vh, .notes, .note, .k, .lb, .no, .call, .back, .pm, del';
  const size = (text) => [...text].length;
  const stretches = (marker) => marker.dataset.o.split(' ').filter(Boolean).map((each) => each.split(':').map(Number));
  function* texts(marker) {
    const walker = document.createTreeWalker(marker.closest(BLOCK), NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT,
      (node) => node.nodeType === 1 && node.matches(UNREAD) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    walker.currentNode = marker;
    let command = null;
    for (let node; (node = walker.nextNode());) {
      if (command && command.contains(node)) continue;
      if (node.nodeType === 3) yield [node, size(node.data)];
      else if (node.matches('.bd')) return;
      else if (node.matches('br')) yield [node, 1];
      else if (node.matches('.ctl')) { command = node; yield [node, 1]; }
    }
  }
  function stretchAt(marker, at) {
    let end = 0, index = -1;
    for (const [length] of stretches(marker)) { index += 1; end += length; if (at < end) break; }
    return index < 0 ? null : { marker, index };
  }
  function wordAt(node, offset) {
    const block = node && node.parentElement && node.parentElement.closest(BLOCK);
    if (!block || node.parentElement.closest(UNREAD)) return null;
    let marker = null, at = 0;
    for (const each of all('.bd[data-o]', block)) if (each.compareDocumentPosition(node) & 4) marker = each;
    if (!marker) return null;
    for (const [each, length] of texts(marker)) {
      if (each === node) return stretchAt(marker, at + size(node.data.slice(0, offset)));
      at += length;
    }
    return null;
  }
  function rangeOf(word) {
    const lengths = stretches(word.marker).map(([length]) => length);
    let from = lengths.slice(0, word.index).reduce((sum, each) => sum + each, 0), to = from + lengths[word.index], at = 0;
    const range = document.createRange();
    let begun = false;
    for (const [node, length] of texts(word.marker)) {
      const inside = (place) => node.nodeType === 3 ? [...node.data].slice(0, place).join('').length : 0;
      if (!begun && at + length > from) { range.setStart(node, inside(from - at)); begun = true; }
      if (begun) range.setEnd(node, inside(Math.min(length, to - at)));
      at += length;
      if (at >= to) break;
    }
    return begun ? range : null;
  }
  function beside(word, step) {
    if (word.index + step >= 0 && word.index + step < stretches(word.marker).length) return { marker: word.marker, index: word.index + step };
    const markers = all('.bd[data-o]', main).filter((each) => each.dataset.o && each.closest(BLOCK).getClientRects().length);
    const next = markers[markers.indexOf(word.marker) + step];
    return next ? { marker: next, index: step > 0 ? 0 : stretches(next).length - 1 } : null;
  }

  // The card: who, when and where, for the change or the word under the pointer, or at the keyboard.
  const card = $('card');
  let timer = 0, resting = null, told = null, before = null;
  const add = (parent, tag, text, css = '') => { const made = document.createElement(tag); made.textContent = text; if (css) made.className = css; parent.append(made); return made; };
  function put(rectangle) {
    card.hidden = false;
    const below = rectangle.bottom + card.offsetHeight + 8 < innerHeight || rectangle.top < card.offsetHeight + 8;
    card.style.top = scrollY + (below ? rectangle.bottom + 6 : rectangle.top - card.offsetHeight - 6) + 'px';
    card.style.left = Math.max(8, Math.min(rectangle.left + scrollX, innerWidth - card.offsetWidth - 12)) + 'px';
  }
  // Some browsers keep their clipboard from the script of a file: the old way, then.
  async function copied(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* the old way */ }
    const field = add(card, 'textarea', text);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    return done;
  }
  function openMark(mark) {
    card.replaceChildren();
    for (const id of (mark.dataset.c || '').split(' ').filter(Boolean)) {
      const tag = $('c' + id) || $('c' + id + 'b');
      const note = tag && $(tag.getAttribute('href').slice(1));
      if (!note) continue;
      const copy = note.cloneNode(true);
      copy.removeAttribute('id'); copy.removeAttribute('style'); copy.removeAttribute('role');
      const link = add(copy, 'button', words.copy);
      link.type = 'button';
      link.addEventListener('click', async () => { if (await copied(location.href.split('#')[0] + '#' + tag.id)) link.textContent = words.copied; });
      card.append(copy);
    }
    if (!card.childElementCount) return false;
    const inner = document.createTreeWalker(mark, NodeFilter.SHOW_TEXT);
    for (let node; !told && (node = inner.nextNode());) told = wordAt(node, 0);
    const next = all('.bd[data-o]', main).find((each) => each.dataset.o && mark.compareDocumentPosition(each) & 4);
    if (!told && next) told = { marker: next, index: -1 };
    highlight(null);
    put(mark.getClientRects()[0] || mark.getBoundingClientRect());
    return true;
  }
  function openWord(word, y) {
    const range = word && rangeOf(word);
    if (!range) return false;
    const origin = origins[stretches(word.marker)[word.index][1]];
    card.replaceChildren();
    const text = range.toString().replace(/\s+/g, ' ').trim();
    add(card, 'p', size(text) > 90 ? [...text].slice(0, 88).join('') + '…' : text, 'word');
    const note = add(card, 'div', '', 'note ' + origin.css);
    add(note, 'b', origin.name);
    if (origin.by) add(note, 'span', ' · ' + origin.by);
    for (const step of origin.steps) {
      const line = add(note, 'span', '', 'step');
      add(line, 'span', step.did);
      for (const key of ['who', 'when', 'commit', 'pull']) {
        if (!step[key]) continue;
        line.append(' · ');
        if (key === 'commit' && step.url) add(line, 'a', step.commit).href = step.url;
        else add(line, 'span', step[key]).dir = 'auto';
      }
      if (step.summary) add(note, 'i', step.summary).dir = 'auto';
    }
    told = word;
    highlight(range);
    const lines = [...range.getClientRects()];
    put(lines.find((line) => y >= line.top && y <= line.bottom) || lines[0] || word.marker.closest(BLOCK).getBoundingClientRect());
    return true;
  }
  function highlight(range) {
    if (!self.Highlight || !CSS.highlights) return;
    if (range) CSS.highlights.set('word', new Highlight(range)); else CSS.highlights.delete('word');
  }
  function close() {
    const had = card.contains(document.activeElement);
    card.hidden = true;
    told = null;
    highlight(null);
    if (had && before && before.isConnected) before.focus({ preventScroll: true });
  }
  function rest(x, y) {
    const target = document.elementFromPoint(x, y);
    if (!target || card.contains(target) || !main.contains(target)) return;
    const mark = target.closest('[data-c]');
    told = null;
    if (mark ? openMark(mark) : openWord(pointed(x, y), y)) return;
    if (!card.contains(document.activeElement)) close();
  }
  function pointed(x, y) {
    let node, offset;
    if (document.caretPositionFromPoint) ({ offsetNode: node, offset } = document.caretPositionFromPoint(x, y) || {});
    else if (document.caretRangeFromPoint) ({ startContainer: node, startOffset: offset } = document.caretRangeFromPoint(x, y) || {});
    if (!node || node.nodeType !== 3) return null;
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].some((r) => x >= r.left && x <= r.right && y >= r.top && y <= r.bottom) ? wordAt(node, offset) : null;
  }
  function ask() {
    const was = document.activeElement;
    const selected = getSelection();
    const mark = document.querySelector('.t.on[data-c]');
    told = null;
    let opened = selected && !selected.isCollapsed && selected.anchorNode.nodeType === 3 && openWord(wordAt(selected.anchorNode, selected.anchorOffset));
    opened ||= mark && mark === was && openMark(mark);
    if (!opened && resting) { rest(...resting); opened = !card.hidden; }
    if (!opened) {
      const first = all('.bd[data-o]', main).find((each) => { const r = each.closest(BLOCK).getBoundingClientRect(); return each.dataset.o && r.height && r.bottom > 60; });
      opened = first && openWord({ marker: first, index: 0 });
    }
    if (!opened) return;
    if (!card.contains(was)) before = was;
    card.focus({ preventScroll: true });
  }
  function step(by) {
    const next = told && beside(told, by);
    if (!next) return;
    const range = rangeOf(next), at = range && range.getBoundingClientRect();
    if (at && (at.top < 80 || at.bottom > innerHeight - 40)) scrollBy({ top: at.top - innerHeight / 2, behavior: 'instant' });
    openWord(next);
  }
  main.addEventListener('pointermove', (event) => {
    resting = [event.clientX, event.clientY];
    clearTimeout(timer);
    if (event.pointerType !== 'touch') timer = setTimeout(rest, 300, ...resting);
  });
  main.addEventListener('pointerleave', () => { resting = null; clearTimeout(timer); });
  addEventListener('click', (event) => {
    if (card.contains(event.target)) return;
    close();
    if (event.pointerType === 'touch' && main.contains(event.target) && !event.target.closest('a')) rest(event.clientX, event.clientY);
  });

  for (const box of all('.legend input')) box.addEventListener('change', filter);
  for (const button of all('header [data-view]')) button.addEventListener('click', () => view(button.dataset.view));
  $('only').addEventListener('click', () => toggle('only', 'data-only'));
  $('deletions').addEventListener('click', () => toggle('deletions', 'data-hides'));
  $('next').addEventListener('click', () => show(current + 1));
  $('previous').addEventListener('click', () => show(current < 0 ? -1 : current - 1));
  $('dark').addEventListener('click', dark);
  $('keys').addEventListener('click', () => keys());
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') { if (card.hidden) keys(false); close(); return; }
    if (!card.hidden && card.contains(document.activeElement) && /^Arrow(Left|Right)$/.test(event.key)) {
      step((event.key === 'ArrowRight') === (root.dir !== 'rtl') ? 1 : -1);
      event.preventDefault();
      return;
    }
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== 'checkbox') return;
    if (!$('keyson').checked) return;
    const boxes = all('[data-party]');
    if (event.key >= '1' && event.key <= '9') { if (boxes[event.key - 1]) boxes[event.key - 1].click(); }
    else switch (event.key.toLowerCase()) {
      case 'j': show(current + 1); break;
      case 'k': show(current < 0 ? -1 : current - 1); break;
      case 'v': view(VIEWS[(VIEWS.indexOf(body.dataset.view || 'redline') + 1) % 3]); break;
      case 'c': toggle('only', 'data-only'); break;
      case 'x': toggle('deletions', 'data-hides'); break;
      case 'd': dark(); break;
      case 'w': ask(); break;
      case '?': keys(); break;
      default: return;
    }
    event.preventDefault();
  });
  $('dark').setAttribute('aria-pressed', String(isDark()));
  addEventListener('resize', place);
  addEventListener('load', place);
  if (document.fonts) document.fonts.ready.then(place);
  place();
})();
