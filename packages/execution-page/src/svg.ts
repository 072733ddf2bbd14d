import type * as VizJs from '@viz-js/viz' with { 'resolution-mode': 'import' };
import { Html } from './html';

let graphviz: Promise<VizJs.Viz> | undefined;

/**
 * A graph laid out by Graphviz, as an SVG element within a page. Graphviz is loaded by the first one: it is a megabyte of
 * WebAssembly.
 */
export async function svgOf(graph: VizJs.Graph): Promise<Html> {
  graphviz ??= loadGraphviz();
  const svg = (await graphviz).renderString(graph, { format: 'svg', engine: 'dot' });
  return new Html(
    svg
      // The page is no XML; its only addresses would be those of namespaces and of a document type.
      .replace(/^[^]*?(?=<svg)/, '')
      .replace(/<!--[^]*?-->\s*/g, '')
      .replace(/ xmlns(:xlink)?="[^"]*"/g, '')
      // Several pictures in one page would have the same ids.
      .replace(/ id="[^"]*"/g, '')
      // Graphviz's own title is the name of a node in its input; the tooltip is what the graph says.
      .replace(/<title>[^<]*<\/title>\s*/g, '')
      .replace(/<a xlink:title="([^"]*)">/g, '<g><title>$1</title>')
      .replaceAll('</a>', '</g>'),
  );
}

function loadGraphviz(): Promise<VizJs.Viz> {
  // Its CommonJS build, which Jest can load too.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { instance } = require('@viz-js/viz') as typeof VizJs;
  return instance();
}
