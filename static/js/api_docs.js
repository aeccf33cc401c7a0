// Shows the API's description. Swagger's bundle, a plain deferred script before this one, brings SwaggerUIBundle.
const page = document.querySelector("[data-api-document]");

window.SwaggerUIBundle({
  domNode: page,
  url: page.dataset.apiDocument,
  deepLinking: true,
  persistAuthorization: false,
  layout: "BaseLayout",
});
