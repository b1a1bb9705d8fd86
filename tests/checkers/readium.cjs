// Prints what Readium's reader, which Thorium is built on, finds in a publication, as JSON.
const shared = "r2-shared-js/dist/es6-es2015/src";
const { initGlobalConverters_GENERIC, initGlobalConverters_SHARED } = require(`${shared}/init-globals`);
const { PublicationParsePromise } = require(`${shared}/parser/publication-parser`);
const { TaJsonSerialize } = require("r2-lcp-js/dist/es6-es2015/src/serializable");

initGlobalConverters_SHARED();
initGlobalConverters_GENERIC();
PublicationParsePromise(process.argv[2]).then(
  (publication) => console.log(JSON.stringify(TaJsonSerialize(publication))),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
