package io.zproc.process;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * An annotated method of a bean, found without making the bean.
 *
 * @param beanName the name of the bean
 * @param type the class of the bean
 * @param method the method
 * @since 0.1.0
 */
public record BeanMethod(String beanName, Class<?> type, Method method) {

	/**
	 * Finds the methods that carry an annotation.
	 * @param beans the beans
	 * @param annotation the annotation
	 * @return the methods, in the order of the beans
	 */
	public static List<BeanMethod> find(ConfigurableListableBeanFactory beans, Class<? extends Annotation> annotation) {
		List<BeanMethod> found = new ArrayList<>();
		for (String name : beans.getBeanDefinitionNames()) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null
					: AutoProxyUtils.determineTargetClass(beans, name);
			if (type != null && AnnotationUtils.isCandidateClass(type, annotation)) {
				MethodIntrospector
					.selectMethods(type,
							(MethodIntrospector.MetadataLookup<@Nullable Annotation>) (method) -> AnnotatedElementUtils
								.findMergedAnnotation(method, annotation))
					.keySet()
					.forEach((method) -> found.add(new BeanMethod(name, type, method)));
			}
		}
		return found;
	}

	/**
	 * The annotation of the method, with its aliases resolved.
	 * @param <A> the type of the annotation
	 * @param annotation the annotation
	 * @return the annotation
	 */
	public <A extends Annotation> A annotation(Class<A> annotation) {
		A found = AnnotatedElementUtils.findMergedAnnotation(this.method, annotation);
		if (found == null) {
			throw new IllegalStateException(this + " has no @" + annotation.getSimpleName());
		}
		return found;
	}

	/**
	 * Whether the method carries an annotation.
	 * @param annotation the annotation
	 * @return whether it does
	 */
	public boolean has(Class<? extends Annotation> annotation) {
		return AnnotatedElementUtils.hasAnnotation(this.method, annotation);
	}

	/**
	 * Refuses a method that cannot be called on a bean that may be a proxy.
	 * @param annotation the annotation that the method carries
	 * @throws InvalidMethodException when it is private, static or final
	 */
	public void requireOverridable(Class<? extends Annotation> annotation) {
		int modifiers = this.method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
			throw new InvalidMethodException(
					"@" + annotation.getSimpleName() + " method " + this + " is "
							+ Modifier.toString(modifiers & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL)),
					"Make it neither private, static nor final: it is called on the bean, which may be a proxy.");
		}
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(this.type.getName()).append('.')
			.append(this.method.getName())
			.append('(');
		for (int i = 0; i < this.method.getParameterCount(); i++) {
			text.append((i > 0) ? ", " : "").append(this.method.getParameterTypes()[i].getSimpleName());
		}
		return text.append(')').toString();
	}

}
