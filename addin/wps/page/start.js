// Ribbon callbacks of WPS, and the start of Python. Scripts come by <script> alone: in WPS fetch hangs, and a page
// from the disk may not ask for files. ES5 in its syntax, since an old WPS brings an old Chromium.
"use strict";
var GoujiAssets = {};
var Gouji = (function () {
  var ASSETS = ["pyodide.asm.wasm", "python_stdlib.zip", "gouji.zip", "pyodide-lock.json"];
  var BASE = "https://gouji.invalid/";         // nothing is asked for there: see memory
  var click = null, starting = null, waiting = false, times = {};

  // Whether machine code of the kind that Python needs can run. Asked beforehand: Python would wait for ever.
  function canRun() {
    try {
      var code = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 126, 3, 2, 1, 0, 7, 5, 1, 1, 97, 0, 0, 10, 6, 1, 4, 0, 66, 1, 11];
      var made = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(code)));
      return typeof made.exports.a() === "bigint" && typeof DecompressionStream === "function";
    } catch (problem) { return false; }
  }
  function script(name) {
    return new Promise(function (done, failed) {
      var element = document.createElement("script");
      element.src = name;
      element.onload = done;
      element.onerror = function () { failed(new Error(GoujiTexts.missing + name)); };
      document.body.appendChild(element);
    });
  }
  function bytes(name) {                       // base64 of gzip, read as a stream
    var raw = atob(GoujiAssets[name]), packed = new Uint8Array(raw.length), i, parts = [], size = 0;
    for (i = 0; i < raw.length; i++) packed[i] = raw.charCodeAt(i);
    delete GoujiAssets[name];
    var stream = new DecompressionStream("gzip"), writer = stream.writable.getWriter(), reader = stream.readable.getReader();
    writer.write(packed);
    writer.close();
    function next() {
      return reader.read().then(function (got) {
        if (!got.done) { parts.push(got.value); size += got.value.length; return next(); }
        var whole = new Uint8Array(size), at = 0;
        parts.forEach(function (part) { whole.set(part, at); at += part.length; });
        return whole;
      });
    }
    return next();
  }
  // What Pyodide takes for fetch: an answer from memory, and no part of the browser's own.
  function memory(held) {
    return function (address) {
      var name = String(address && address.url || address).split("/").pop(), data = held[name];
      if (!data) return Promise.reject(new TypeError("no network: " + name));
      return Promise.resolve({
        ok: true, status: 200, statusText: "OK", url: String(address), headers: { get: function () { return "application/wasm"; } },
        arrayBuffer: function () { return Promise.resolve(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength)); },
        json: function () { return Promise.resolve(JSON.parse(new TextDecoder().decode(data))); },
        text: function () { return Promise.resolve(new TextDecoder().decode(data)); }
      });
    };
  }
  function streamed(answer, imports) {
    return Promise.resolve(answer).then(function (got) { return got.arrayBuffer(); })
      .then(function (code) { return WebAssembly.instantiate(code, imports); });
  }
  function load() {
    var held = {}, before = [window.fetch, WebAssembly.instantiateStreaming], began = performance.now();
    var names = ASSETS.map(function (name) { return "run/" + name + ".js"; }).concat(["run/pyodide.asm.js", "run/pyodide.js"]);
    return names.reduce(function (chain, name) { return chain.then(function () { return script(name); }); }, Promise.resolve())
      .then(function () { return Promise.all(ASSETS.map(bytes)); })
      .then(function (all) {
        ASSETS.forEach(function (name, i) { held[name] = all[i]; });
        window.fetch = memory(held);
        WebAssembly.instantiateStreaming = streamed;
        return loadPyodide({ indexURL: BASE, lockFileURL: BASE + "pyodide-lock.json", stdLibURL: BASE + "python_stdlib.zip",
          stdout: function () {}, stderr: function (line) { console.log(line); } });
      })
      .then(function (python) {
        window.fetch = before[0];
        WebAssembly.instantiateStreaming = before[1];
        python.unpackArchive(held["gouji.zip"].buffer, "zip", { extractDir: "/gouji" });
        python.runPython("import sys; sys.path.insert(0, '/gouji')");
        click = python.pyimport("addin.wps.entry").click;
        times.start = performance.now() - began;
      });
  }
  function start() {
    if (!starting) {
      starting = load();
      starting.catch(function () { starting = null; });    // the next click tries again
    }
    return starting;
  }
  function run(tag) {
    if (!canRun()) { window.alert(GoujiTexts.barred); return; }
    if (waiting) return;                       // an impatient second click
    waiting = true;
    if (!click) GoujiPort.call("status", JSON.stringify([GoujiTexts.starting]));
    start().then(function () {
      var began = performance.now();
      waiting = false;
      click(tag, GoujiPort.call);
      times.click = performance.now() - began;
    }).catch(function (problem) {
      waiting = false;
      times.failed = String(problem && problem.stack || problem);
      GoujiPort.call("status", "[null]");
      window.alert(GoujiTexts.failed + String(problem && problem.message || problem).slice(-300));
    });
  }
  return { run: run, times: times };
})();
// WPS is opened for many things: Python starts with the first click, not with WPS.
function GjLoad() { return true; }
function GjRun(control) { Gouji.run(String(control.Id).replace(/^gj_/, "")); return true; }
function GjImage(control) { return "icons/" + String(control.Id).replace(/^gj_/, "") + ".svg"; }
