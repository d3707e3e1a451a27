"use strict";
// A checker for page.js: the Python in a worker of this page. What page.js asks of any checker:
//   can(told)                       -> told(true) where it can work here, told(false) where the browser is too old
//   start(step)                     -> a promise of {version, largest, year, first_year}; step is told "unpack", ...
//   ask(kind, given, bytes)         -> a promise of {said, data}: one of the questions of page/desk.py
//   check(item, bytes)              -> a promise of {documents}; never fails: a file that ends its Python gets its line
//   forget()                        -> nothing is known of any file
function goujiBrowserChecker(words) {
  var START = 60;
  var HEAP = 600e6;                    // bytes from which a Python is replaced: it gives nothing back
  // Seconds for each part of a file, and for each stage of one; tests have less patience.
  function patience() { return Number(document.documentElement.getAttribute("data-patience")) || 20; }
  var worker = null, waiting = {}, next = 1, source = null, assets = null;
  var kept = {}, list = null, heap = 0, step = function () {};

  // Without what it needs, Pyodide would wait for ever: so it is asked before anything is loaded. A module that returns
  // a 64-bit number can be called from Chromium 85 and Firefox 78 on. It is asked in a worker, where Python will be:
  // before Chromium 97, the page's policy keeps WebAssembly out of the page itself. Written for any browser.
  function probe() {
    try {
      var bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 126, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 6, 1, 4, 0, 66, 1, 11];
      var made = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
      postMessage(typeof made.exports.a() === "bigint");
    } catch (error) { postMessage(false); }
  }
  function can(told) {
    var small = null, timer = null;
    function say(answer) {
      if (!told) return;
      clearTimeout(timer);
      if (small) small.terminate();
      var listener = told;
      told = null;
      listener(answer);
    }
    try {
      if (typeof WebAssembly === "undefined" || typeof BigInt === "undefined" || !Blob.prototype.arrayBuffer) return say(false);
      small = new Worker(URL.createObjectURL(new Blob(["(" + probe + ")()"], { type: "text/javascript" })));
      small.onmessage = function (event) { say(event.data === true); };
      small.onerror = function () { say(false); };
      timer = setTimeout(function () { say(false); }, 20000);
    } catch (error) { say(false); }
  }

  function bytesOf(id) {
    var raw = atob(document.getElementById(id).textContent.trim()), out = new Uint8Array(raw.length);
    for (var i = 0; i < raw.length; i++) out[i] = raw.charCodeAt(i);
    return out;
  }
  function unpacked(id) {
    var packed = bytesOf(id);
    if (typeof DecompressionStream === "undefined") return Promise.resolve(goujiInflate(packed));
    var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).arrayBuffer().then(function (buffer) { return new Uint8Array(buffer); });
  }
  function load() {
    if (assets) return Promise.resolve();
    step("unpack");
    return Promise.all(["gouji-js", "gouji-wasm", "gouji-stdlib", "gouji-packages"].map(unpacked)).then(function (all) {
      source = URL.createObjectURL(new Blob([all[0]], { type: "text/javascript" }));
      assets = {
        "pyodide.asm.wasm": all[1], "python_stdlib.zip": all[2], "gouji.zip": all[3],
        "pyodide-lock.json": new TextEncoder().encode(document.getElementById("gouji-lock").textContent)
      };
    });
  }
  // Asks a worker; so many seconds without a sign of life end it. `hear` is told what it reports meanwhile.
  function call(message, seconds, hear) {
    return new Promise(function (resolve, reject) {
      var mine = worker, timer = null;
      function wind() {
        clearTimeout(timer);
        timer = setTimeout(function () { end(mine); done(reject, { code: "too_slow", detail: String(seconds) }); }, seconds * 1000);
      }
      function done(how, what) { clearTimeout(timer); delete waiting[message.id]; how(what); }
      message.id = next++;
      waiting[message.id] = {
        worker: mine,
        news: function (news) { wind(); if (hear) hear(news); },
        answer: function (got) {
          if (got.heap) heap = got.heap;
          if (got.error === undefined) return done(resolve, { said: JSON.parse(got.said), data: got.data });
          end(mine);                   // what has gone wrong inside Python once is not trusted again
          done(reject, { code: "crashed", detail: got.error.split(":")[0] || words.crash, trace: got.trace });
        }
      };
      wind();
      mine.postMessage(message);
    });
  }
  function end(old) {
    old.terminate();
    if (worker === old) worker = null;
  }
  function begin() {
    worker = new Worker(source);
    var mine = worker;
    worker.onmessage = function (event) {
      if (event.data.step) step(event.data.step);
      var id = event.data.id;
      Object.keys(waiting).forEach(function (one) {
        if (waiting[one].worker !== mine) return;
        if (String(id) === one) waiting[one].answer(event.data); else if (id === undefined) waiting[one].news(event.data.news);
      });
    };
    worker.onerror = function (event) {
      event.preventDefault();
      Object.keys(waiting).forEach(function (one) {
        if (waiting[one].worker === mine) waiting[one].answer({ error: event.message || words.crash });
      });
    };
    return call({ kind: "begin", assets: assets }, START);
  }
  // A Python that knows what earlier ones knew.
  function alive() {
    if (worker) return Promise.resolve();
    var chain = begin();
    if (list) chain = chain.then(function () { return put("list_of_units", { name: list.name }, list.data); });
    Object.keys(kept).forEach(function (number) {
      chain = chain.then(function () { return put("restore", { number: Number(number) }, kept[number]); });
    });
    return chain;
  }
  function put(kind, given, data, hear, seconds) {
    return call({ kind: kind, given: JSON.stringify(given), data: data }, seconds || patience(), hear);
  }
  function ask(kind, given, data) {
    function once() { return alive().then(function () { return put(kind, given || {}, data, null, 120); }); }
    return once().catch(function (problem) {
      if (problem.code !== "crashed") throw problem;
      return once();                   // it may have been the Python, and not the question
    }).then(function (got) {
      if (kind === "list_of_units") list = got.said.problem ? null : { name: given.name, data: data };
      if (kind === "without_list") list = null;
      if (kind === "reset") kept = {};
      return got;
    }, function (problem) {
      if (kind === "list_of_units") list = null;
      throw problem;
    });
  }
  function joined(pieces) {
    var size = pieces.reduce(function (sum, one) { return sum + one.length; }, 0), out = new Uint8Array(size), at = 0;
    pieces.forEach(function (one) { out.set(one, at); at += one.length; });
    return out;
  }
  // Checks a file; where it ends its Python, another one goes on behind the part that did it.
  function check(item, data) {
    var pieces = [], begun = Date.now();
    function attempt(again) {
      var done = 0, part = "", luxury = false;
      var given = { number: item.number, folder: item.folder, name: item.name };
      var full = Object.assign({ size: item.size, first: again.first, light: again.light, bare: again.bare }, given);
      function hear(news) {            // the messages of checks.batch.worker
        var letter = String.fromCharCode(news[0]), rest = news.subarray(1);
        if (letter === "n") { part = new TextDecoder().decode(rest); luxury = false; }
        if (letter === "l") luxury = true;
        if (!news.length) luxury = false;
        if (letter === "p") { pieces.push(rest); done += 1; part = ""; }
      }
      function follow(failure) {
        var state = {
          first: again.first, light: again.light, bare: again.bare, done: done, part: part, luxury: luxury,
          sizes: pieces.map(function (one) { return one.length; }), seconds: (Date.now() - begun) / 1000,
          code: failure ? failure.code : "", detail: failure ? failure.detail : ""
        };
        return alive().then(function () {
          return put("follow", Object.assign({ state: state }, given), joined(pieces));
        });
      }
      return alive().then(function () { return put("check", full, data, hear); }).then(function (got) {
        if (!got.said.more) return got;
        pieces.push(got.data);
        return follow(null);
      }, follow).then(function (got) {
        if (!got.said.again) return got;
        if (got.data.length) pieces.push(got.data);
        return attempt(got.said.again);
      });
    }
    return attempt({ first: 0, light: -1, bare: false }).then(function (got) {
      if (got.data.length) kept[item.number] = got.data;
      if (heap > HEAP && worker) { heap = 0; end(worker); }
      return got.said;
    });
  }
  return {
    can: can,
    start: function (told) { step = told; return load().then(begin).then(function (got) { return got.said; }); },
    ask: ask,
    check: check,
    forget: function () { kept = {}; return ask("reset"); }
  };
}
