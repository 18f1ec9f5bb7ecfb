{{/* The name of a service's objects: <release>-<service>. Call with (list $ "users"). */}}
{{- define "nakku.name" -}}
{{- printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/* Labels by which a service is selected. */}}
{{- define "nakku.selector" -}}
app.kubernetes.io/name: {{ index . 1 }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
{{- end }}

{{- define "nakku.labels" -}}
{{ include "nakku.selector" . }}
app.kubernetes.io/part-of: nakku
app.kubernetes.io/version: {{ (index . 0).Values.image.tag | default (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{/* Every service with its settings over the defaults, as JSON. */}}
{{- define "nakku.services" -}}
{{- $all := dict }}
{{- range $name, $own := merge (dict "gateway" .Values.gateway) .Values.subgraphs }}
{{- $_ := set $all $name (mergeOverwrite (deepCopy $.Values.defaults) $own) }}
{{- end }}
{{- toJson $all -}}
{{- end }}

{{- define "nakku.image" -}}
{{- printf "%s-%s:%s" (index . 0).Values.image.repository (index . 1) ((index . 0).Values.image.tag | default (index . 0).Chart.AppVersion) -}}
{{- end }}

{{- define "nakku.podSecurity" -}}
securityContext: { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000, seccompProfile: { type: RuntimeDefault } }
automountServiceAccountToken: false
{{- end }}

{{- define "nakku.containerSecurity" -}}
securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
{{- end }}

{{/* The variables of a service that come from the Secret. Call with (list $ $settings). */}}
{{- define "nakku.secrets" -}}
{{- range $variable, $key := mergeOverwrite (deepCopy (index . 0).Values.sharedSecrets) (index . 1).secrets }}
- name: {{ $variable }}
  valueFrom: { secretKeyRef: { name: {{ (index $ 0).Values.existingSecret }}, key: {{ $key }} } }
{{- end }}
{{- end }}
