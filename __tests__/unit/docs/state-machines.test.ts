import { readDocument } from '../../helpers/documents';
import { mermaidOf } from '../../helpers/mermaid';

test.each(['ServiceProcessingOrchestrator', 'StripeMeterEventRecovery'])(
  'docs/state-machines.md shows %s as it is defined, so that nobody operates what is not deployed',
  (name) => {
    const graph = mermaidOf(JSON.parse(readDocument(`asl/${name}.asl.json`)));
    expect(readDocument('docs/state-machines.md')).toContain(`## ${name}\n`);
    expect(readDocument('docs/state-machines.md')).toContain(`\`\`\`mermaid\n${graph}\n\`\`\``);
  },
);
