import LanguageModels

/// Who is asked; here for views, which know no models.
public typealias ModelIdentity = LanguageModels.ModelIdentity
