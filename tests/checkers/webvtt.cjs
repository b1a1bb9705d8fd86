// Prints what the W3C validator's parser says of a WebVTT file: its errors and its cues, as JSON.
const { readFileSync } = require("node:fs");
const { WebVTTParser } = require("webvtt-parser");

const parsed = new WebVTTParser().parse(readFileSync(process.argv[2], "utf8"), "subtitles/captions/descriptions");
const cues = parsed.cues.map(({ startTime, endTime, text }) => ({ startTime, endTime, text }));
console.log(JSON.stringify({ errors: parsed.errors, cues }));
