export { SourceLayout } from '../../domain/order-file-layout.ts'
