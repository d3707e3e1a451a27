"use strict";
// One worker is one Python. It has no network: what Pyodide fetches comes from what the page has handed over.
var assets = {};
var python = null;
var desk = null;

self.fetch = function (address) {
  var name = String((address && address.url) || address).split("/").pop();
  var data = assets[name];
  if (!data) return Promise.reject(new TypeError("no network here: " + name));
  var kind = /wasm$/.test(name) ? "application/wasm" : "application/octet-stream";
  return Promise.resolve(new Response(data, { headers: { "content-type": kind } }));
};

function step(name) { self.postMessage({ step: name }); }

function begin(given) {
  var base = "https://gouji.invalid/";
  assets = given;
  step("python");
  return loadPyodide({
    indexURL: base, lockFileURL: base + "pyodide-lock.json", stdLibURL: base + "python_stdlib.zip",
    stdout: function () {}, stderr: function () {}
  }).then(function (made) {
    python = made;
    step("checker");
    python.unpackArchive(assets["gouji.zip"].buffer, "zip", { extractDir: "/gouji" });
    assets = {};
    python.runPython("import sys; sys.path.insert(0, '/gouji')");
    desk = python.pyimport("page.desk").Desk();
    return answer("start", "{}", null);
  });
}

function tell(message) {
  self.postMessage({ news: message.toJs ? message.toJs() : message });
}

function answer(kind, given, data) {
  var bytes = python.toPy(data || new Uint8Array(0));
  var raw = bytes.tobytes();
  bytes.destroy();
  var pair = desk.answer(kind, given, raw, tell);
  raw.destroy();
  var said = pair.get(0), made = pair.get(1);
  var out = made.toJs();
  made.destroy();
  pair.destroy();
  return { said: said, data: out, heap: python._module.HEAPU8.length };
}

self.onmessage = function (event) {
  var asked = event.data;
  Promise.resolve().then(function () {
    return asked.kind === "begin" ? begin(asked.assets) : answer(asked.kind, asked.given, asked.data);
  }).then(function (got) {
    self.postMessage({ id: asked.id, said: got.said, data: got.data, heap: got.heap }, [got.data.buffer]);
  }, function (error) {
    var text = String((error && error.message) || error).trim();
    var named = text.split("\n").filter(function (line) { return /^[\w.]*(Error|Exception|Exit|Interrupt)\b/.test(line); }).pop();
    self.postMessage({ id: asked.id, error: (named || text).slice(0, 200), trace: text.slice(-2000) });
  });
};
