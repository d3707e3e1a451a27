// The add-in's own port.js before the stand-in, over a pipe: a line of JSON in, a line of JSON out.
"use strict";
const fs = require("fs"), vm = require("vm"), readline = require("readline");
const [, , port, mock] = process.argv;
const world = {};
world.window = world;
const context = vm.createContext(world);
vm.runInContext(fs.readFileSync(mock, "utf8") + ";window.makeMock = makeMock", context);
vm.runInContext(fs.readFileSync(port, "utf8") + ";window.GoujiPort = GoujiPort", context);
let made = null;
const does = {
  load(content) {
    world.content = JSON.stringify(content);
    made = vm.runInContext("makeMock(JSON.parse(content))", context);
    world.Application = made.Application;
    Object.assign(world, made.window);
    return null;
  },
  call([name, args]) { return world.GoujiPort.call(name, args); },
  state() { return made.state; },
  answers(list) { made.state.answers.push(...list); return null; },
  set(changes) { Object.assign(made.state, changes); return null; },
  shapes() { return made.shapes; },
  actions() { return made.actions; },
  accesses() { return made.accesses(); },
  note([sheet, row, column, text]) {            // as the person would
    const found = made.state.sheets.find(one => one.name === sheet), place = `${row},${column}`;
    if (text === null) delete found.notes[place]; else found.notes[place] = text;
    made.actions.push([text === null ? "delete_note" : "note", found.id, [row, column, row, column], text]);
    return null;
  }
};
readline.createInterface({ input: process.stdin }).on("line", line => {
  let answer;
  try { const [name, argument] = JSON.parse(line); answer = [does[name](argument)]; }
  catch (problem) { answer = [null, String(problem.stack || problem)]; }
  process.stdout.write(JSON.stringify(answer) + "\n");
});
