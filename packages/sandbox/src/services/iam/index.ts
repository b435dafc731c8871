/** The service under the name that every folder here gives it. */
export { iamService as service } from './service.ts';
