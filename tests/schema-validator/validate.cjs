// Reads {schema, documents: [...]} from stdin and prints what is wrong with each document: a list of texts, empty when it is valid.
// The schema itself is checked against the draft's meta-schema; ajv's strict mode also refuses
// keywords that would be ignored, types in lists, and required keys that are not described.
const Ajv2020 = require("ajv/dist/2020").default;
const { schema, documents } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const validate = new Ajv2020({ allErrors: true, strict: true }).compile(schema);
const wrongWith = (document) =>
  validate(document) ? [] : validate.errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
console.log(JSON.stringify(documents.map(wrongWith)));
