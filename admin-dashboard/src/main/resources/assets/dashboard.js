// What pages do beyond plain HTML: the CSRF token, live parts, refusals of actions. Nothing here is needed to read or act.
(() => {
  'use strict';

  const csrf = () => document.querySelector('meta[name=csrf]')?.content ?? '';

  document.addEventListener('htmx:configRequest', (event) => {
    event.detail.headers['X-CSRF-Token'] = csrf();
  });

  // Forms in live parts have no token, because all browsers share those parts.
  document.addEventListener('submit', (event) => {
    const form = event.target;
    const question = form.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (form.method === 'post' && !form.elements['_csrf']) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = '_csrf';
      field.value = csrf();
      form.append(field);
    }
  }, true);

  // A refused action says why, above the page.
  document.addEventListener('htmx:beforeSwap', (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) {
      location.reload();
    } else if (status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
      event.detail.target = document.getElementById('notice');
      event.detail.swapOverride = 'innerHTML';
    }
  });

  const url = document.body.dataset.liveUrl;
  if (!url) return;

  const ALWAYS = ['strip', 'troubles'];
  const TRY_AGAIN_MS = 5000;
  const state = document.getElementById('live-state');
  const news = document.getElementById('news');
  const waiting = new Map();
  let source = null;
  let timer = 0;

  const element = (name) => document.querySelector(`[data-live="${CSS.escape(name)}"]`);
  const say = (text) => { if (state && state.textContent !== text) state.textContent = text; };

  // Somebody reads or works here: nothing may move under the hand.
  const isBusy = (target) => {
    if (document.querySelector('dialog[open]')) return true;
    const focus = document.activeElement;
    if (focus && focus !== document.body && target.contains(focus)) return true;
    const selection = document.getSelection();
    return Boolean(selection && !selection.isCollapsed && target.contains(selection.anchorNode));
  };

  const show = (name, html) => {
    const target = element(name);
    if (!target) return;
    Idiomorph.morph(target, html, { morphStyle: 'innerHTML', ignoreActiveValue: true });
    htmx.process(target);
    target.dispatchEvent(new CustomEvent('live', { bubbles: true }));
  };

  const countNew = () => {
    let count = 0;
    for (const [name, html] of waiting) {
      const known = new Set([...(element(name)?.querySelectorAll('[id]') ?? [])].map((one) => one.id));
      const next = document.createElement('template');
      next.innerHTML = html;
      count += [...next.content.querySelectorAll('tr[id]')].filter((one) => !known.has(one.id)).length;
    }
    return count;
  };

  const showWaiting = () => {
    for (const [name, html] of waiting) show(name, html);
    waiting.clear();
    if (news) news.hidden = true;
  };

  const take = (name, html) => {
    const target = element(name);
    if (!target) return;
    if (ALWAYS.includes(name) || !isBusy(target)) {
      waiting.delete(name);
      show(name, html);
      if (waiting.size === 0 && news) news.hidden = true;
      return;
    }
    waiting.set(name, html);
    if (news) {
      const count = countNew();
      news.textContent = count ? `${count} new` : 'changed';
      news.hidden = false;
    }
  };

  news?.addEventListener('click', () => {
    document.activeElement?.blur();
    document.getSelection()?.removeAllRanges();
    showWaiting();
  });

  const showIfFree = () => {
    if (waiting.size && [...waiting.keys()].every((name) => element(name) && !isBusy(element(name)))) showWaiting();
  };
  document.addEventListener('focusout', () => setTimeout(showIfFree));
  document.addEventListener('selectionchange', () => setTimeout(showIfFree));
  document.addEventListener('close', () => setTimeout(showIfFree), true);

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
    say('not live');
  };

  // The server refused the connection: the session is over, or too many look.
  const askWhy = async () => {
    close();
    try {
      const page = await fetch(location.href, { redirect: 'manual', headers: { Accept: 'text/html' } });
      if (page.type === 'opaqueredirect' || page.status === 401) return location.reload();
    } catch { /* the server is away */ }
    timer = setTimeout(open, TRY_AGAIN_MS);
  };

  const open = () => {
    clearTimeout(timer);
    if (source || document.hidden) return;
    source = new EventSource(url);
    source.onopen = () => say('live');
    source.onerror = () => {
      say('not live, trying again');
      if (source?.readyState === EventSource.CLOSED) askWhy();
    };
    source.addEventListener('end', (event) => {
      if (event.data === 'session') location.reload();
    });
    const names = new Set([...document.querySelectorAll('[data-live]')].map((one) => one.dataset.live));
    for (const name of names) source.addEventListener(name, (event) => take(name, event.data));
  };

  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  open();
})();
