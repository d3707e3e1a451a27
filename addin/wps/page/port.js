// The only JavaScript that knows WPS 表格: plain data in, plain data out. ES5, since an old WPS brings an old Chromium.
// No object of WPS outlives a call: each finds its workbook and sheet anew, since references go stale.
// Habits of its object model: collections by .Item(n); what takes arguments is called; Value2 is what can be written.
"use strict";
var GoujiPort = (function () {
  var EXPRESSION = 2, MANUAL = -4135, VISIBLE = -1;
  var MANY = 50000;                            // cells
  var SWITCHES = [["ScreenUpdating", false], ["EnableEvents", false], ["DisplayAlerts", false], ["Calculation", MANUAL]];
  var ALLOWED = ["AllowFormattingCells", "AllowFormattingColumns", "AllowFormattingRows", "AllowInsertingColumns",
    "AllowInsertingRows", "AllowInsertingHyperlinks", "AllowDeletingColumns", "AllowDeletingRows", "AllowSorting",
    "AllowFiltering", "AllowUsingPivotTables"];

  function app() { return window.Application; }
  function refuse(code, problem) {             // what Python turns into a sentence of its own
    var made = new Error(code + ": " + (problem && problem.message || problem || ""));
    made.code = code;
    return made;
  }
  function book() {
    var front = app().ActiveWorkbook;
    if (!front) throw refuse("no workbook");
    return front;
  }
  function sheet(name) { return app().Worksheets.Item(name); }                // of the workbook in front
  function isProtected(on) { return !!(on.ProtectContents || on.ProtectDrawingObjects); }

  // Of one cell comes the bare value; a single row or column may come flat.
  function rows(value, height, width) {
    var out = [], r, c, row;
    var nested = value && value.length === height && value[0] && typeof value[0] === "object";
    for (r = 0; r < height; r++) {
      row = [];
      for (c = 0; c < width; c++) {
        row.push(height === 1 && width === 1 && !nested ? value : nested ? value[r][c] : value[r * width + c]);
        if (row[c] === undefined) row[c] = null;
      }
      out.push(row);
    }
    return out;
  }

  // ---- reading
  function about() {
    var front = book(), program = app();
    return [front.Name, String(front.FullName), String(program.Version || ""), String(program.Build || ""),
      String(program.Path || ""), front.Date1904 === true];
  }
  function sheets() {
    var all = book().Worksheets, out = [], count = all.Count, i, on, visible;
    for (i = 1; i <= count; i++) {
      on = all.Item(i);
      visible = on.Visible;
      out.push([on.Name, visible === VISIBLE || visible === true, isProtected(on)]);
    }
    return out;
  }
  function end(used) {                         // row and column of the last cell, counted from 1
    var found = /(?:^|:)([A-Z]+)([0-9]+)$/.exec(used.Address(false, false)), column = 0, i;
    if (!found) return [used.Row + used.Rows.Count - 1, used.Column + used.Columns.Count - 1];   // whole columns
    for (i = 0; i < found[1].length; i++) column = column * 26 + found[1].charCodeAt(i) - 64;
    return [Number(found[2]), column];
  }
  // Who has coloured whole rows and columns has used millions of cells: look where the last one is that holds something.
  function shrunk(on, height, width) {
    var count = app().WorksheetFunction;
    function last(size, rest) {                // the greatest number from which on something stands; at least 1
      var low = 1, high = size, middle;
      while (low < high) {
        middle = (low + high + 1) >> 1;
        if (count.CountA(rest(middle)) > 0) low = middle; else high = middle - 1;
      }
      return low;
    }
    var rows = last(height, function (from) { return on.Range("A" + from).Resize(height - from + 1, width); });
    var letters = function (n) { return n > 26 ? letters((n - 1 - (n - 1) % 26) / 26) + letters((n - 1) % 26 + 1) : String.fromCharCode(64 + n); };
    return [rows, last(width, function (from) { return on.Range(letters(from) + "1").Resize(rows, width - from + 1); })];
  }
  function read(name, most, widest) {          // values and formulas, from A1 to the end of what is used
    var on = sheet(name), size = end(on.UsedRange);
    var height = Math.min(size[0], most), width = Math.min(size[1], widest);
    if (height * width > MANY) { size = shrunk(on, height, width); height = size[0]; width = size[1]; }
    var area = on.Range("A1").Resize(height, width);
    return [rows(area.Value2, height, width), rows(area.Formula, height, width)];
  }
  function uniform(name, what, areas) {        // what all cells of an area have; null where they differ
    var on = sheet(name);
    return areas.map(function (address) {
      var cells = on.Range(address);
      var value = what === "Hidden" ? cells.EntireRow.Hidden : cells[what];
      return typeof value === "string" || typeof value === "boolean" ? value : null;
    });
  }
  function corner(name, address) {
    var area = sheet(name).Range(address).MergeArea;
    return [area.Row, area.Column];
  }
  function notes(name) {
    var all = sheet(name).Comments, out = [], count = all.Count, i, note, cell;
    for (i = 1; i <= count; i++) {
      note = all.Item(i);
      cell = note.Parent;
      out.push([cell.Row, cell.Column, String(note.Text())]);
    }
    return out;
  }
  function cells() {                           // the selected ones; null for a picture or a chart, which has no row
    try {
      var chosen = app().Selection;
      return chosen && typeof chosen.Row === "number" ? chosen : null;
    } catch (problem) { return null; }
  }
  function selection() {
    var front = book().ActiveSheet.Name, chosen = cells();
    return chosen ? [front, chosen.Row, chosen.Column] : [front, null, null];
  }

  // ---- what a protection forbids
  function unlocked(on, work) {
    if (!isProtected(on)) return work();
    var kept = [undefined, on.ProtectDrawingObjects, on.ProtectContents, on.ProtectScenarios, undefined];
    var allowed = on.Protection;
    ALLOWED.forEach(function (what) { kept.push(allowed[what]); });
    try { on.Unprotect(""); } catch (problem) { throw refuse("password", problem); }
    if (isProtected(on)) throw refuse("password");
    try { return work(); } finally { on.Protect.apply(on, kept); }
  }
  function restructured(work) {                // a lock on the structure, which our own workbooks have without password
    var front = book(), locked = front.ProtectStructure === true;
    try {
      if (locked) front.Unprotect("");
      return work(front.Worksheets);
    } catch (problem) {
      throw refuse("structure", problem);
    } finally {
      if (locked && front.ProtectStructure !== true) front.Protect(undefined, true);
    }
  }

  // ---- writing
  function fill(on, blocks) {
    blocks.forEach(function (block) {
      var cells = on.Range(block.at);
      if (block.before !== null) cells.NumberFormat = block.before;
      if (block.empty) cells.ClearContents();
      else cells[block.formula ? "Formula" : "Value2"] = block.rows.length === 1 && block.rows[0].length === 1 ? block.rows[0][0] : block.rows;
      if (block.after !== null) cells.NumberFormat = block.after;
      if (block.wrap) cells.WrapText = true;
    });
  }
  function write(name, blocks, lift) {
    var on = sheet(name);
    if (lift) { unlocked(on, function () { fill(on, blocks); }); return; }
    try { fill(on, blocks); } catch (problem) { throw isProtected(on) ? refuse("password", problem) : problem; }
  }
  function putMarks(name, conditions, notes) {
    var on = sheet(name);
    unlocked(on, function () {
      conditions.forEach(function (mark) {
        var made = on.Range(mark.at).FormatConditions.Add(EXPRESSION, undefined, mark.test), font = made.Font;
        made.SetFirstPriority();
        made.StopIfTrue = false;
        made.Interior.Color = mark.fill;
        font.Color = mark.ink;
        if (mark.bold) font.Bold = true;
        if (mark.italic) font.Italic = true;
      });
      notes.forEach(function (note) {          // a cell with another kind of comment takes none; its mark must do
        try { on.Range(note[0]).AddComment(note[1]); } catch (problem) { return; }
      });
    });
  }
  // Ours are put before all others, and what somebody adds comes first or last: from both ends, so many of others in
  // a row end the search. Each condition costs two accesses, and a standard workbook has hundreds of its own.
  function eachOfOurs(all, sign, most, work) { // work returns whether the condition is gone: then the next has its number
    var count = all.Count, strange = 0, at = 1, stop = 0;
    function look() {
      var one = all.Item(at), text;
      try { text = one.Formula1; } catch (problem) { text = null; }            // a colour scale has none
      if (typeof text !== "string" || text.indexOf(sign) < 0) { strange += 1; return false; }
      strange = 0;
      return work(one, text);
    }
    while (at <= count && strange < most[0]) if (look()) count -= 1; else at += 1;
    for (stop = at - 1, at = count, strange = 0; at > stop && strange < most[1]; at -= 1) look();
  }
  function takeMarks(name, sign, most, places, known) {                        // known: test -> how many cells have it
    var on = sheet(name), all = on.Cells.FormatConditions, any = places.length > 0, cells = 0;
    var FOUND = {};
    if (!any) try { eachOfOurs(all, sign, most, function () { throw FOUND; }); } catch (problem) {
      if (problem !== FOUND) throw problem;
      any = true;
    }
    if (!any) return 0;
    unlocked(on, function () {
      eachOfOurs(all, sign, most, function (one, test) {
        cells += known[test] || one.AppliesTo.Count;
        one.Delete();
        return true;
      });
      places.forEach(function (address) {
        var note = on.Range(address).Comment;
        if (note) note.Delete();
      });
    });
    return cells;
  }
  function dress(cells, look) {
    if (look.wrap) cells.WrapText = true;
    if (look.fill !== null) cells.Interior.Color = look.fill;
    if (!look.bold && look.ink === null && look.size === null) return;
    var font = cells.Font;
    if (look.bold) font.Bold = true;
    if (look.ink !== null) font.Color = look.ink;
    if (look.size !== null) font.Size = look.size;
  }
  function writePage(page) {
    var on = restructured(function (all) {
      var after = all.Count, made;
      if (page.instead !== null) {
        var old = all.Item(page.instead);
        after = Math.max(1, old.Index - 1);
        remove(old);
      }
      made = all.Add(undefined, all.Item(Math.min(after, all.Count)));
      made.Name = page.name;
      return made;
    });
    page.texts.forEach(function (address) { on.Range(address).NumberFormat = "@"; });
    on.Range("A1").Resize(page.rows.length, page.rows[0].length).Value2 = page.rows;
    page.widths.forEach(function (width) { on.Range(width[0]).ColumnWidth = width[1]; });
    page.looks.forEach(function (look) { dress(on.Range(look.at), look); });
    if (page.links.length) {
      var links = on.Hyperlinks;
      page.links.forEach(function (link) { links.Add(on.Range(link[0]), "", link[1], "", link[2]); });
      page.inked.forEach(function (address) { on.Range(address).Font.Color = page.ink; });
    }
    page.heights.forEach(function (height) { on.Range(height[0]).RowHeight = height[1]; });
    page.hidden.forEach(function (address) { on.Range(address).EntireColumn.Hidden = true; });
  }
  function remove(on) {                        // without the question that WPS would ask
    var program = app(), before = program.DisplayAlerts;
    program.DisplayAlerts = false;
    try { on.Delete(); } finally { program.DisplayAlerts = before; }
  }
  function deleteSheet(name) { restructured(function (all) { remove(all.Item(name)); }); }
  function goTo(name, address) {
    var on = sheet(name);
    on.Activate();
    on.Range(address).Select();
  }

  // ---- the program
  function suspend() {                         // a switch that this WPS has not got stays as it is
    var program = app(), chosen = cells();
    var place = chosen ? [chosen.Worksheet.Name, chosen.Address(false, false)] : null;
    return [place].concat(SWITCHES.map(function (one) {
      try {
        var before = program[one[0]];
        program[one[0]] = one[1];
        return before;
      } catch (problem) { return null; }
    }));
  }
  function resume(kept) {
    var program = app();
    SWITCHES.forEach(function (one, i) { if (kept[i + 1] !== null) program[one[0]] = kept[i + 1]; });
    if (kept[0] === null) return;
    try { goTo(kept[0][0], kept[0][1]); } catch (problem) { return; }          // the sheet may be deleted by now
  }
  function open(path) { app().Workbooks.Open(path); }
  function status(text) { app().StatusBar = text === null ? false : text; }
  function tell(text) { window.alert(text); }
  function confirm(text) { return window.confirm(text) === true; }
  function ask(text, proposal) {
    var answer = window.prompt(text, proposal);
    return typeof answer === "string" ? answer : null;
  }
  function pick(kind, title, name) {           // 2: where to save, 3: a file, 4: a folder
    var box = app().FileDialog(kind);
    box.Title = title;
    if (name) box.InitialFileName = name;
    return box.Show() === -1 ? String(box.SelectedItems.Item(1)) : null;
  }

  // What shall outlive the program, in the browser's own store; null where it has none.
  function keep(name, value) {
    try {
      if (value !== null) window.localStorage.setItem("gouji." + name, value);
      return window.localStorage.getItem("gouji." + name);
    } catch (problem) { return null; }
  }

  var all = {
    about: about, sheets: sheets, read: read, uniform: uniform, corner: corner, notes: notes, selection: selection,
    write: write, putMarks: putMarks, takeMarks: takeMarks, writePage: writePage, deleteSheet: deleteSheet, goTo: goTo,
    suspend: suspend, resume: resume, open: open, status: status, tell: tell, confirm: confirm, ask: ask, pick: pick, keep: keep
  };
  // One door for Python: the name of what to do, arguments as JSON, the answer as JSON. Nothing else crosses.
  function call(name, args) {
    try {
      var answer = all[name].apply(null, JSON.parse(args));
      return JSON.stringify([answer === undefined ? null : answer]);
    } catch (problem) {
      return JSON.stringify([null, String(problem && problem.message || problem), problem && problem.code || ""]);
    }
  }
  return { call: call };
})();
