import { TechdocsGenerator } from '@backstage/plugin-techdocs-node';
import type { GeneratorRunOptions } from '@backstage/plugin-techdocs-node';
import { generateSite } from './generate-site';

/**
 * Builds documentation inside the portal's own process, from Markdown, with
 * neither Python nor containers.
 */
export class MarkdownGenerator extends TechdocsGenerator {
  override async run(options: GeneratorRunOptions): Promise<void> {
    await generateSite({
      inputDir: options.inputDir,
      outputDir: options.outputDir,
      fallbackName: options.siteOptions?.name ?? 'Documentation',
      etag: options.etag,
      builtAt: new Date(),
    });
    options.logger.info(`Generated documentation into ${options.outputDir}`);
  }
}
