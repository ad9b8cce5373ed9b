import { Controller, HttpCode, Post, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { Runtime } from '@partitura/runtime';
import { deploymentView } from '../views/deployment-view';
import { ApiProblem } from './api-problem';
import { MAX_FILE_BYTES, MAX_FILES } from './limits';

/** The part of an uploaded file that matters here. */
interface UploadedResource {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Buffer;
}

@Controller('v2/deployments')
export class DeploymentsController {
  constructor(private readonly runtime: Runtime) {}

  @Post()
  @HttpCode(200)
  @UseInterceptors(AnyFilesInterceptor({ limits: { fileSize: MAX_FILE_BYTES, files: MAX_FILES } }))
  async deploy(@UploadedFiles() files: readonly UploadedResource[] = []) {
    const resources = files.filter(({ fieldname }) => fieldname === 'resources');
    if (resources.length === 0)
      throw new ApiProblem(
        'INVALID_ARGUMENT',
        'No file: send models as multipart/form-data in the field resources.',
      );
    const names = resources.map(({ originalname }) => originalname);
    if (new Set(names).size < names.length)
      throw new ApiProblem('INVALID_ARGUMENT', 'Two files have one name: rename one of them.');
    const result = await this.runtime.deploy(
      resources.map(({ originalname, buffer }) => ({ name: originalname, content: buffer.toString('utf8') })),
    );
    return deploymentView(result, this.runtime.registry);
  }
}
