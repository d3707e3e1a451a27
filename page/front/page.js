"use strict";
// The page: what is dropped goes to a checker, what the checker says is shown. No rule, no sentence, no reader is here.
(function () {
  var words = JSON.parse(document.getElementById("gouji-words").textContent);
  var info = null, busy = false, stopping = false, counts = {}, total = 0;

  function by(id) { return document.getElementById(id); }
  function fill(text) {
    var values = arguments;
    return text.replace(/\{(\d)\}/g, function (_, i) { return values[Number(i) + 1]; });
  }
  function say(text, kind) { by("say").textContent = text; by("say").className = kind || ""; }
  function show(id, visible) { by(id).hidden = !visible; }
  function progress(done, of) {
    by("bar").max = of || 1;
    by("bar").value = done;
    show("bar", done < of);
  }
  function made(name, kind, text) {
    var element = document.createElement(name);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  var checker = goujiChecker(words);

  // --- one line for each document ---
  function row(document_) {
    var item = made("li", document_.status), head = made("div", "head");
    head.appendChild(made("span", "state", document_.mark + " " + document_.state));
    head.appendChild(made("b", "file", document_.source));
    head.appendChild(made("span", "about", document_.about));
    if (document_.errors) head.appendChild(made("span", "count bad", fill(words.errors, document_.errors)));
    if (document_.warnings) head.appendChild(made("span", "count", fill(words.warnings, document_.warnings)));
    if (document_.lines.length) {
      var more = made("details"), opener = made("summary");
      opener.appendChild(head);
      more.appendChild(opener);
      more.appendChild(made("pre", "", document_.lines.join("\n")));
      more.open = document_.status !== "pass" && total <= 12;
      item.appendChild(more);
    } else item.appendChild(head);
    by("list").appendChild(item);
    counts[document_.state] = (counts[document_.state] || 0) + 1;
  }
  function counted() {
    return Object.keys(counts).map(function (state) { return state + " " + counts[state]; }).join("，") || "0";
  }

  // --- checking ---
  function check(entries) {
    if (busy || !info || !entries.length) return;
    begin();
    stopping = false;
    counts = {};
    by("list").textContent = "";
    by("notes").textContent = "";
    show("after", false);
    show("frame-part", false);
    var accounts = {};
    var reading = entries.filter(function (one) { return /(^|\/)\.gouji\.\w+$/.test(one.path); }).map(function (one) {
      return one.file.text().then(function (text) { accounts[one.path] = text; });
    });
    var paths = entries.map(function (one) { return one.path; });
    return Promise.all(reading).then(checker.forget).then(function () {
      return checker.ask("plan", { paths: paths, accounts: accounts });
    }).then(function (got) {
      var files = got.said.files, done = 0, chain = Promise.resolve();
      total = files.length;
      got.said.notes.forEach(function (note) { by("notes").appendChild(made("li", "", note)); });
      if (!files.length) { say(words.nothing); return end(); }
      show("checked-part", true);
      files.forEach(function (planned, number) {
        chain = chain.then(function () {
          if (stopping) return;
          var file = entries[planned.file].file;
          say(fill(words.checking, number + 1, files.length, planned.folder + planned.name));
          progress(number, files.length);
          var item = { number: number, folder: planned.folder, name: planned.name, size: file.size };
          var bytes = file.size > info.largest ? Promise.resolve(new Uint8Array(0)) : file.arrayBuffer().then(function (b) { return new Uint8Array(b); });
          return bytes.then(function (data) { return checker.check(item, data); }).then(function (said) {
            if (said.problem) throw new Error(said.problem);
            said.documents.forEach(row);
          }).catch(function (problem) {
            row({ status: "unreadable", mark: "✗", state: words.crash, source: planned.folder + planned.name, about: problem.detail || problem.message || "", errors: 0, warnings: 0, lines: [] });
          }).then(function () { done += 1; });
        });
      });
      return chain.then(function () {
        say(stopping ? fill(words.stopped, done, files.length, counted()) : fill(words.checked, done, counted()));
        show("after", done > 0);
        end();
        by("say").focus();
      });
    }).catch(function (problem) { say(problem.message || problem.detail || words.crash, "bad"); end(); });
  }
  function begin() { busy = true; document.body.classList.add("busy"); show("stop", true); lock(true); }
  function end() { busy = false; document.body.classList.remove("busy"); show("stop", false); progress(0, 0); lock(false); }
  function lock(locked) {
    Array.prototype.forEach.call(document.querySelectorAll("main button:not(#stop), main input, main select"), function (one) { one.disabled = locked; });
  }

  // --- what was dropped or chosen ---
  function plain(files) {
    return Array.prototype.map.call(files, function (file) { return { path: file.webkitRelativePath || file.name, file: file }; });
  }
  // From file:// the older way into folders refuses to hand out files; handles work where there are any.
  function dropped(transfer) {
    var items = Array.prototype.slice.call(transfer.items || []), files = plain(transfer.files);
    var folders = items.some(function (item) { var entry = item.webkitGetAsEntry && item.webkitGetAsEntry(); return entry && entry.isDirectory; });
    if (!folders) return Promise.resolve(files);
    if (!items[0].getAsFileSystemHandle) { say(words.drop_folder_here, "bad"); return Promise.resolve([]); }
    var found = [];
    function walk(handle, before) {
      if (handle.kind === "file") return handle.getFile().then(function (file) { found.push({ path: before + handle.name, file: file }); });
      var inside = handle.values();
      return (function more() {
        return inside.next().then(function (step) { return step.done ? null : walk(step.value, before + handle.name + "/").then(more); });
      })();
    }
    return Promise.all(items.map(function (item) { return item.getAsFileSystemHandle(); })).then(function (handles) {
      return handles.reduce(function (chain, handle) { return chain.then(function () { return walk(handle, ""); }); }, Promise.resolve());
    }).then(function () { return found; });
  }
  var zone = by("drop"), depth = 0;
  document.addEventListener("dragenter", function (event) { event.preventDefault(); depth += 1; zone.classList.add("over"); });
  document.addEventListener("dragleave", function () { depth -= 1; if (depth <= 0) { depth = 0; zone.classList.remove("over"); } });
  document.addEventListener("dragover", function (event) { event.preventDefault(); });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    depth = 0;
    zone.classList.remove("over");
    dropped(event.dataTransfer).then(check, function (problem) { say(problem.message, "bad"); });
  });
  ["files", "folder"].forEach(function (id) {
    by("choose-" + id).addEventListener("click", function () { by(id).click(); });
    by(id).addEventListener("change", function () { var entries = plain(this.files); this.value = ""; check(entries); });
  });
  by("choose-list").addEventListener("click", function () { by("list-file").click(); });
  by("list-file").addEventListener("change", function () {
    var file = this.files[0];
    this.value = "";
    if (!file) return;
    working(file.arrayBuffer().then(function (buffer) {
      return checker.ask("list_of_units", { name: file.name }, new Uint8Array(buffer));
    }).then(function (got) {
      var text = got.said.problem || file.name + "：" + got.said.echo;
      by("list-said").textContent = [text].concat(got.said.remarks || []).join("\n");
      by("list-said").className = got.said.problem ? "bad" : "";
      show("forget-list", !got.said.problem);
      show("total", !got.said.problem);
      say(words.ready);
    }));
  });
  by("forget-list").addEventListener("click", function () {
    working(checker.ask("without_list").then(function () {
      by("list-said").textContent = "";
      show("forget-list", false);
      show("total", false);
      say(words.ready);
    }));
  });
  by("stop").addEventListener("click", function () { stopping = true; });
  by("clear").addEventListener("click", function () {
    working(checker.forget().then(function () {
      by("list").textContent = "";
      ["checked-part", "after", "frame-part"].forEach(function (id) { show(id, false); });
      say(words.ready);
      by("choose-files").focus();
    }));
  });

  // --- what comes out ---
  function working(promise) {
    busy = true;
    lock(true);
    return promise.catch(function (problem) { say(problem.message || problem.detail || words.crash, "bad"); }).then(function () { busy = false; lock(false); });
  }
  function save(name, data) {
    var link = made("a");
    link.href = URL.createObjectURL(new Blob([data], { type: "application/octet-stream" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }
  var last = "";
  by("results").addEventListener("click", function () {
    say(words.working);
    working(checker.ask("results_page").then(function (got) {
      var html = new TextDecoder().decode(got.data);
      by("frame").srcdoc = html;
      URL.revokeObjectURL(last);
      last = URL.createObjectURL(new Blob([html], { type: "text/html" }));
      by("new-tab").href = last;
      show("frame-part", true);
      say(fill(words.checked, total, counted()));
      by("frame-part").scrollIntoView();
    }));
  });
  function fetch_(kind, given, after) {
    say(words.working);
    return working(checker.ask(kind, given).then(function (got) {
      if (got.said.problem) return say(got.said.problem, "bad");
      save(got.said.name, got.data);
      say(after(got.said));
    }));
  }
  by("download").addEventListener("click", function () { fetch_("results_folder", {}, function (said) { return fill(words.downloaded, said.name); }); });
  by("total").addEventListener("click", function () { fetch_("total", {}, function (said) { return said.lines.join("\n"); }); });
  by("blank").addEventListener("submit", function (event) {
    event.preventDefault();
    var edition = by("edition").value;
    fetch_("blank", { year: Number(by("year").value), edition: edition }, function (said) { return said.name; });
  });
  window.addEventListener("beforeprint", function () {
    Array.prototype.forEach.call(document.querySelectorAll("#list details"), function (one) { one.open = true; });
  });

  // --- the start ---
  var steps = ["unpack", "python", "checker"];
  function start() {
    return checker.start(function (step) {
      say(words["step_" + step] + "……");
      progress(steps.indexOf(step) + 0.5, steps.length);
    }).then(started, failed);
  }
  function started(said) {
    info = said;
    by("year").value = said.year;
    by("about").textContent = fill(words.about, said.version);
    progress(0, 0);
    lock(false);
    say(words.ready);
    document.documentElement.setAttribute("data-ready", String(Math.round(performance.now())));
  }
  function failed(problem) {
    progress(0, 0);
    say(fill(words.cannot_start, problem.detail === "60" ? words.no_answer : problem.detail || problem.message), "bad");
  }
  checker.can(function (answer) {
    if (answer) return start();
    progress(0, 0);
    say(words.too_old, "bad");
  });
  window.gouji = { checker: checker, check: check };
})();
