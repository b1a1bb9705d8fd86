// Prints what the Podcast Index's parser finds in a feed, as JSON.
const { readFileSync } = require("node:fs");
const { parseFeed } = require("podcast-partytime");

console.log(JSON.stringify(parseFeed(readFileSync(process.argv[2], "utf8"))));
