import assert from "node:assert/strict";
import { ProviderError } from "../../../provider/errors.js";
import {
  buildXml,
  child,
  children,
  parseXml,
  textAt,
} from "../../../provider/mabs/protocol/xml.js";

const SECRET = "pässwörd=</Error>";

describe("parseXml()", () => {
  it("returns what is in the root element, as text", () => {
    assert.deepEqual(
      parseXml(
        "<Resource><UnitCount>010</UnitCount><Edition>true</Edition></Resource>",
        "Resource",
      ),
      {
        UnitCount: "010",
        Edition: "true",
      },
    );
  });

  it("skips the declaration, comments and white space between elements", () => {
    const xml =
      '<?xml version="1.0" encoding="utf-8"?>\n<!-- a -->\n<Error>\n  <Code>C</Code>\n  <!-- b -->\n</Error>\n';
    assert.deepEqual(parseXml(xml, "Error"), { Code: "C" });
  });

  it("matches by local name, whatever the prefixes and namespaces", () => {
    const xml =
      '<a:Resource xmlns:a="http://schemas.microsoft.com/windowsazure" xmlns:i="urn:i"><a:Name i:nil="false">x</a:Name></a:Resource>';
    assert.deepEqual(parseXml(xml, "Resource"), { Name: "x" });
  });

  const characters = [
    ["the five named entities", "&lt;&amp;&gt;&quot;&apos;", "<&>\"'"],
    ["an escaped entity once", "&amp;lt;", "&lt;"],
    ["a CDATA section as it is", "<![CDATA[a & b &amp; <c>]]>", "a & b &amp; <c>"],
    ["decimal character references", "M&#252;nchen", "München"],
    ["hexadecimal character references", "M&#xFC;nchen", "München"],
  ] as const;

  for (const [what, written, read] of characters) {
    it(`reads ${what}`, () => {
      assert.deepEqual(parseXml(`<Error><Message>${written}</Message></Error>`, "Error"), {
        Message: read,
      });
    });
  }

  it("reads a list of thousands of services with escaped characters in each", () => {
    const one = "<CloudService><Label>a&amp;b</Label></CloudService>";
    const read = parseXml(`<CloudServices>${one.repeat(5000)}</CloudServices>`, "CloudServices");
    const labels = children(read, "CloudService").map((service) => textAt(service, "Label"));
    assert.equal(labels.length, 5000);
    assert.deepEqual([...new Set(labels)], ["a&b"]);
  });

  const refused = [
    ["an HTML page", `<!DOCTYPE html><html><body>${SECRET}</body></html>`, /HTML page/],
    ["an HTML page without a doctype", `\n <HTML><body>${SECRET}</body></HTML>`, /HTML page/],
    [
      "XML that is cut off",
      `<Resource><Name>${SECRET.replace("</Error>", "")}`,
      /broken or cut off/,
    ],
    ["XML that is cut off inside a tag", "<Resource><Name>orders</Na", /broken or cut off/],
    ["a document with another root", "<Error><Code>x</Code></Error>", /got Error/],
    ["an empty text", "", /Resource document/],
    ["white space", " \n ", /Resource document/],
    ["JSON", '{"Name":"orders"}', /Resource document/],
    ["plain text", "Service Unavailable", /Resource document/],
  ] as const;

  it("says nothing of a connection string whose ampersand is not escaped", () => {
    const xml = "<Resource><Store>AccountKey=abc&SecretPart;EndpointSuffix=x</Store></Resource>";
    assert.throws(
      () => parseXml(xml, "Resource"),
      (reason: Error) => {
        assert.match(reason.message, /broken or cut off: Named entity isn't defined/);
        assert.doesNotMatch(reason.message, /SecretPart|AccountKey/);
        return true;
      },
    );
  });

  it("says at most 300 characters of a document with names that are very long", () => {
    for (const xml of [`<${"a".repeat(5_000)}/>`, `<Resource><${"b".repeat(5_000)}></Resource>`])
      assert.throws(
        () => parseXml(xml, "Resource"),
        ({ message }: Error) => message.length <= 300,
      );
  });

  for (const [what, text, wording] of refused) {
    it(`refuses ${what} as a bad response, and quotes none of its content`, () => {
      assert.throws(
        () => parseXml(text, "Resource"),
        (reason: unknown) => {
          assert.ok(reason instanceof ProviderError);
          assert.equal(reason.code, "bad-response");
          assert.match(reason.message, /^expected a Resource document, got /);
          assert.match(reason.message, wording);
          assert.doesNotMatch(reason.message, /pässwörd/);
          return true;
        },
      );
    });
  }
});

describe("buildXml()", () => {
  it("writes a declaration, elements in the given order and the windowsazure namespace on request", () => {
    assert.equal(
      buildXml("CloudService", { Label: "a", GeoRegion: "West Europe" }, { namespace: true }),
      '<?xml version="1.0" encoding="utf-8"?><CloudService xmlns="http://schemas.microsoft.com/windowsazure"><Label>a</Label><GeoRegion>West Europe</GeoRegion></CloudService>',
    );
  });

  it("writes no namespace unless asked", () => {
    assert.equal(
      buildXml("A", { B: "c" }),
      '<?xml version="1.0" encoding="utf-8"?><A><B>c</B></A>',
    );
  });

  it("escapes what would be markup", () => {
    assert.equal(
      buildXml("A", { B: 'x&y<z>"' }).replace('<?xml version="1.0" encoding="utf-8"?>', ""),
      "<A><B>x&amp;y&lt;z&gt;&quot;</B></A>",
    );
  });

  for (const text of [
    SECRET,
    "a&b",
    "&amp;",
    "<",
    '"quoted"',
    "it's",
    "]]>",
    "<![CDATA[x]]>",
    "1e3",
    "007",
    "true",
  ]) {
    it(`writes ${text} so that it is read as it was`, () => {
      assert.equal(textAt(parseXml(buildXml("A", { B: text }), "A"), "B"), text);
    });
  }

  it("repeats an element for each of a list", () => {
    assert.match(buildXml("A", { B: ["1", "2"] }), /<A><B>1<\/B><B>2<\/B><\/A>$/);
  });
});

describe("children(), child() and textAt()", () => {
  const repeated = parseXml("<R><I><K>a</K></I><I><K>b</K></I></R>", "R");
  const single = parseXml("<R><I><K>a</K></I></R>", "R");
  const none = parseXml("<R><Other/></R>", "R");

  it("give all, the one, or none", () => {
    const keys = (node: Parameters<typeof children>[0]): (string | undefined)[] =>
      children(node, "I").map((item) => textAt(item, "K"));
    assert.deepEqual(keys(repeated), ["a", "b"]);
    assert.deepEqual(keys(single), ["a"]);
    assert.deepEqual(keys(none), []);
    assert.deepEqual(keys("text"), []);
    assert.deepEqual(keys(undefined), []);
  });

  it("give the first where one is asked for", () => {
    assert.deepEqual(child(repeated, "I"), { K: "a" });
    assert.equal(textAt(repeated, "I", "K"), "a");
  });

  it("give nothing where an element on the way is missing, or the last is empty", () => {
    assert.equal(textAt(single, "I", "Missing", "K"), undefined);
    assert.equal(textAt(none, "Other"), undefined);
    assert.equal(child("text", "I"), undefined);
  });
});
