/** https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html: `…:execution:Machine/Label:Name`. */
export function childExecutionArn(stateMachineArn: string, label: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}/${label}:${name}`;
}

/** `…:mapRun:Machine/Label:Name` */
export function mapRunArn(stateMachineArn: string, label: string, name: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${label}:${name}`;
}
