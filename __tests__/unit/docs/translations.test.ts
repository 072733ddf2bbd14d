import { readDocument, translated } from '../../helpers/documents';
import { scriptsIn } from '../../helpers/npm-commands';

/** What a document says in any language. */
function contentOf(file: string) {
  const text = readDocument(file);
  return {
    scripts: scriptsIn(text),
    headings: [...text.matchAll(/^#+(?= )/gm)].map(([level]) => level),
    code: [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code).sort(),
    // A translated document has anchors of its own.
    links: [...text.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link = '']) => link.replace(/\.ja\.md(#.*)?$/, '.md'))
      .map((link) =>
        translated.some(({ english }) => sameFile(english, link)) ? link.replace(/#.*/, '') : link,
      )
      .sort(),
    points: text.match(/^- /gm)?.length,
    rows: text.match(/^\|/gm)?.length,
  };
}

const sameFile = (file: string, link: string) =>
  link.replace(/#.*/, '').split('/').at(-1) === file.split('/').at(-1);

test.each(translated)('$japanese says as much as $english, so that neither falls behind', (pair) => {
  expect(contentOf(pair.japanese)).toEqual(contentOf(pair.english));
});

test.each(translated)('$japanese writes エミュレーター with a long vowel everywhere', ({ japanese }) => {
  expect(readDocument(japanese)).not.toMatch(/エミュレータ(?!ー)/);
});
